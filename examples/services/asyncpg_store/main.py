"""Checks the stock."""

import asyncio
import os

import asyncpg

from .items import ItemStore
from .legacy import LegacyStock
from .migrate import migrate, version_of
from .report import busiest, compare, compare_all, totals, totals_at_once

DSN = os.environ.get("DATABASE_URL", "postgresql://localhost/stock")


async def main() -> None:
    if await version_of(DSN) == 0:
        await migrate(DSN)
    async with asyncpg.create_pool(DSN) as pool:
        items = ItemStore(pool)
        chair = await items.find("chair")
        if chair["amount"] < 10:
            await items.add("chair", 100)
        if not await items.take("chair", 2):
            await items.put_back("chair", 2, reason=None)
        legacy = LegacyStock(DSN)
        print(await compare(legacy, "chair", chair["amount"]))
        if await items.count() > 100:
            old = await items.find_all("old-")
            print(await compare_all(legacy, {item["sku"]: item["amount"] for item in old}))
            await asyncio.gather(*(items.remove(item["sku"]) for item in old))
        print(*await asyncio.gather(totals(pool), totals_at_once(pool), busiest(pool)))


if __name__ == "__main__":
    asyncio.run(main())
