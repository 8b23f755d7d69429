"""Changes of the tables, before anything else runs."""

import asyncpg

LATEST = 3
STATEMENTS = [
    "CREATE TABLE items (sku text PRIMARY KEY, amount int NOT NULL)",
    "CREATE TABLE history (sku text, change int, at timestamptz DEFAULT now())",
    "ALTER TABLE items ADD COLUMN price int",
]


async def migrate(dsn: str) -> int:
    connection = await asyncpg.connect(dsn)  # finds: AIO701
    version = await connection.fetchval("SELECT max(version) FROM versions") or 0
    if version == LATEST:
        return version
    async with connection.transaction():
        for statement in STATEMENTS[version:]:
            await connection.execute(statement)
        await connection.execute("INSERT INTO versions VALUES ($1)", LATEST)
    await connection.close()
    return LATEST


async def connect_read_only(dsn: str) -> asyncpg.Connection:
    connection = await asyncpg.connect(dsn)
    await connection.execute("SET default_transaction_read_only = on")
    return connection


async def version_of(dsn: str) -> int:
    connection = await connect_read_only(dsn)
    try:
        return await connection.fetchval("SELECT max(version) FROM versions") or 0
    finally:
        await connection.close()
