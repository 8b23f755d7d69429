"""Items and how many there are."""

import logging
from collections.abc import Awaitable

import asyncpg

from .errors import StockError
from .history import record

log = logging.getLogger(__name__)


class ItemStore:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    def find(self, sku: str) -> Awaitable[asyncpg.Record]:
        try:
            return self._pool.fetchrow("SELECT * FROM items WHERE sku = $1", sku)  # finds: AIO209
        except asyncpg.PostgresError as error:
            raise StockError(sku) from error

    async def find_all(self, prefix: str) -> list[asyncpg.Record]:
        try:
            return await self._pool.fetch("SELECT * FROM items WHERE sku LIKE $1 || '%'", prefix)
        except asyncpg.PostgresError as error:
            raise StockError(prefix) from error

    def count(self) -> Awaitable[int]:
        return self._pool.fetchval("SELECT count(*) FROM items")

    async def add(self, sku: str, amount: int) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("UPDATE items SET amount = amount + $2 WHERE sku = $1", sku, amount)
            await record(connection, sku, amount)

    async def take(self, sku: str, amount: int) -> bool:
        async with self._pool.acquire() as connection:
            entry = record(connection, sku, -amount)  # finds: AIO204
            taken = await connection.fetchval(
                "UPDATE items SET amount = amount - $2 WHERE sku = $1 AND amount >= $2 RETURNING sku", sku, amount
            )
            if taken is None:
                log.info("%s is sold out", sku)
                return False
            await entry
            return True

    async def put_back(self, sku: str, amount: int, reason: str | None) -> None:
        async with self._pool.acquire() as connection:
            if reason is None:
                entry = record(connection, sku, amount)
            else:
                entry = record(connection, f"{sku} ({reason})", amount)
            await entry

    async def remove(self, sku: str) -> None:
        with self._pool.acquire() as connection:  # finds: AIO211
            await connection.execute("DELETE FROM items WHERE sku = $1", sku)
