"""What machines send, read by threads."""

import asyncio
import queue
import socket
import threading


class LineFeed:
    """Lines of one machine, for `async for`."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._lines: asyncio.Queue[str] = asyncio.Queue()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def _read(self) -> None:
        with socket.create_connection(self._address) as connection, connection.makefile() as file:
            for line in file:
                self._lines.put_nowait(line)  # finds: AIO604

    async def next_line(self) -> str:
        return await self._lines.get()


class AlarmFeed:
    """The same for alarms, which must not wait."""

    def __init__(self, address: tuple[str, int], loop: asyncio.AbstractEventLoop) -> None:
        self._address = address
        self._loop = loop
        self._alarms: asyncio.Queue[str] = asyncio.Queue()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def _read(self) -> None:
        with socket.create_connection(self._address) as connection, connection.makefile() as file:
            for line in file:
                self._loop.call_soon_threadsafe(self._alarms.put_nowait, line)

    async def next_alarm(self) -> str:
        return await self._alarms.get()


class BatchFeed:
    """Batches of an older library, which calls back from its own thread."""

    def __init__(self) -> None:
        self._batches: queue.Queue[list[str]] = queue.Queue()

    def received(self, batch: list[str]) -> None:
        self._batches.put_nowait(batch)

    def next_batch(self) -> list[str]:
        return [line for line in self._batches.get() if line]

    def next_batch_if_any(self) -> list[str]:
        try:
            return self._batches.get_nowait()
        except queue.Empty:
            return []
