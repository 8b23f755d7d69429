"""Half of the work fails here, and the program says that all is well."""

import asyncio


async def send(address: str) -> str:
    await asyncio.sleep(0.1)
    if "@" not in address:
        raise ValueError(f"{address} is no address")
    return f"sent to {address}"


async def send_all(addresses: list[str]) -> None:
    await asyncio.gather(*(send(address) for address in addresses), return_exceptions=True)  # finds: AIO402


class Reminders:
    def __init__(self, address: str) -> None:
        self._address = address
        self._task: asyncio.Task[str] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(send(self._address))  # finds: AIO307

    def is_running(self) -> bool:
        return self._task is not None


async def main() -> None:
    reminders = Reminders("nobody")
    reminders.start()
    asyncio.create_task(send("charles"))  # finds: AIO301
    await send_all(["ada@example.org", "charles", "grace@example.org"])
    print(f"all sent, reminders running: {reminders.is_running()}")


if __name__ == "__main__":
    asyncio.run(main())
