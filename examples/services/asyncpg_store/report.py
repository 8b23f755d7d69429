"""Numbers for people."""

import asyncio

import asyncpg

from .history import changes_of
from .legacy import LegacyStock


async def totals(pool: asyncpg.Pool) -> str:
    amount = await pool.fetchval("SELECT sum(amount) FROM items")  # finds: AIO302
    value = await pool.fetchval("SELECT sum(amount * price) FROM items")
    return f"{amount} pieces worth {value}"


async def totals_at_once(pool: asyncpg.Pool) -> str:
    """Both numbers from the same moment, so on one connection."""
    async with pool.acquire() as connection, connection.transaction():
        amount = await connection.fetchval("SELECT sum(amount) FROM items")
        value = await connection.fetchval("SELECT sum(amount * price) FROM items")
    return f"{amount} pieces worth {value}"


async def busiest(pool: asyncpg.Pool) -> list[int]:
    sku = await pool.fetchval("SELECT sku FROM history GROUP BY sku ORDER BY count(*) DESC LIMIT 1")
    return await changes_of(pool, sku)


async def compare(legacy: LegacyStock, sku: str, amount: int) -> str:
    before = legacy.amount(sku)  # finds: AIO103
    return f"{sku}: {before} → {amount}"


async def compare_all(legacy: LegacyStock, amounts: dict[str, int]) -> list[str]:
    before = await asyncio.gather(*(asyncio.to_thread(legacy.amount, sku) for sku in amounts))
    return [f"{sku}: {old} → {new}" for old, (sku, new) in zip(before, amounts.items())]
