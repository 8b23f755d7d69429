"""Three calls of one second each take one second when they wait together."""

import asyncio
import time


async def ask(service: str) -> str:
    await asyncio.sleep(1)
    return f"{service}: yes"


async def main() -> None:
    started = time.perf_counter()
    answers = await asyncio.gather(ask("stock"), ask("price"), ask("delivery"))
    print(", ".join(answers))
    print(f"{time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    asyncio.run(main())
