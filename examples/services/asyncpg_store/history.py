"""What was taken and added, and when."""

import asyncpg


async def record(connection: asyncpg.Connection, sku: str, change: int) -> None:
    await connection.execute("INSERT INTO history (sku, change) VALUES ($1, $2)", sku, change)


async def changes_of(pool: asyncpg.Pool, sku: str) -> list[int]:
    changes = []
    async with pool.acquire() as connection, connection.transaction():
        async for row in connection.cursor("SELECT change FROM history WHERE sku = $1 ORDER BY at", sku):
            changes.append(row["change"])
    return changes
