"""Prints nothing but a warning: the first coroutine is made and dropped, and it would stop the loop if it ran."""

import time


async def brew(drink: str, seconds: float) -> str:
    time.sleep(seconds)  # finds: AIO101
    return f"{drink} is ready"


async def main() -> None:
    print(await brew("tea", 0.1))


if __name__ == "__main__":
    main()  # finds: AIO201
