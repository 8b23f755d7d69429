"""Work that fails stops nothing beside it, and somebody looks at every error."""

import asyncio


async def send(address: str) -> str:
    await asyncio.sleep(0.1)
    if "@" not in address:
        raise ValueError(f"{address} is no address")
    return f"sent to {address}"


async def send_all(addresses: list[str]) -> None:
    outcomes = await asyncio.gather(*(send(address) for address in addresses), return_exceptions=True)
    for address, outcome in zip(addresses, outcomes):
        if isinstance(outcome, BaseException):
            print(f"{address}: {outcome!r}")
        else:
            print(outcome)


class Reminders:
    """Sends reminders in the background. Whoever stops it hears how the last one ended."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._task: asyncio.Task[str] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(send(self._address))

    async def stop(self) -> None:
        if self._task is None:
            return
        try:
            print(await self._task)
        except ValueError as error:
            print(f"reminder: {error}")


async def main() -> None:
    reminders = Reminders("nobody")
    reminders.start()
    await send_all(["ada@example.org", "charles", "grace@example.org"])
    await reminders.stop()


if __name__ == "__main__":
    asyncio.run(main())
