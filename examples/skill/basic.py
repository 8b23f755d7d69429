"""A coroutine gives the loop away while it waits, and `asyncio.run` starts the first one."""

import asyncio


async def brew(drink: str, seconds: float) -> str:
    await asyncio.sleep(seconds)
    return f"{drink} is ready"


async def main() -> None:
    print(await brew("tea", 0.1))


if __name__ == "__main__":
    asyncio.run(main())
