"""Sells tickets. Run alone, everything here passes: `python tickets.py`. See docs/explore.md for what `uncoil explore` says."""

import asyncio

tickets = {"left": 1}


class Connection:
    async def charge(self, buyer: str) -> None:
        await asyncio.sleep(0.003)


async def buy(buyer: str, arrives: float = 0.0) -> bool:
    await asyncio.sleep(arrives)
    if tickets["left"] == 0:
        return False
    await Connection().charge(buyer)
    tickets["left"] -= 1
    return True


async def two_buyers() -> None:
    """Usually the second buyer arrives after the first has paid."""
    tickets["left"] = 1
    await asyncio.gather(buy("ann"), buy("bob", arrives=0.005))
    assert tickets["left"] == 0, f"{tickets['left']} tickets left"


async def refund(pool: asyncio.Semaphore) -> None:
    await pool.acquire()
    await asyncio.sleep(0.001)
    try:
        await Connection().charge("ann")
    finally:
        pool.release()


async def refund_and_close() -> None:
    """Who closes waits until all connections have come back."""
    pool = asyncio.Semaphore(1)
    refunding = asyncio.create_task(refund(pool))
    await asyncio.gather(refunding, return_exceptions=True)
    await pool.acquire()


async def main() -> None:
    await two_buyers()
    await refund_and_close()


if __name__ == "__main__":
    asyncio.run(main())
