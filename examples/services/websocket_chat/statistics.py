"""Numbers about rooms, gathered by a thread with a loop of its own: a slow disk never holds up the chat."""

import asyncio
import threading
from pathlib import Path

from .rooms import Room


class Statistics:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._loop = asyncio.new_event_loop()

    def start(self) -> None:
        threading.Thread(target=self._main, daemon=True).start()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    def count(self, room: Room, text: str) -> None:
        asyncio.run_coroutine_threadsafe(self._write(room, text), self._loop)

    def _main(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    async def _write(self, room: Room, text: str) -> None:
        await asyncio.to_thread(self._append, f"{room.name},{room.size()},{len(text)}\n")

    def _append(self, row: str) -> None:
        with self._path.open("a") as file:
            file.write(row)
