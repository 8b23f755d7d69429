"""Three calls of one second each take three seconds: each starts when the one before it has answered."""

import asyncio
import time


async def ask(service: str) -> str:
    await asyncio.sleep(1)
    return f"{service}: yes"


async def main() -> None:
    started = time.perf_counter()
    stock = await ask("stock")  # finds: AIO302
    price = await ask("price")
    delivery = await ask("delivery")
    print(", ".join([stock, price, delivery]))
    print(f"{time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    asyncio.run(main())
