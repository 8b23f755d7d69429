"""Rooms and who is in them."""

import asyncio
import threading

from websockets.asyncio.server import ServerConnection


class Room:
    """Read by the statistics thread, hence the lock of threads."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._members: set[ServerConnection] = set()
        self._said = 0
        self._lock = threading.Lock()

    def join(self, member: ServerConnection) -> None:
        with self._lock:
            self._members.add(member)

    def leave(self, member: ServerConnection) -> None:
        with self._lock:
            self._members.discard(member)

    def size(self) -> int:
        with self._lock:
            return len(self._members)

    async def say(self, text: str) -> None:
        with self._lock:  # finds: AIO601
            self._said += 1
            await asyncio.gather(*(member.send(text) for member in self._members))

    async def whisper(self, text: str, limit: int) -> None:
        with self._lock:
            members = list(self._members)[:limit]
        await asyncio.gather(*(member.send(text) for member in members))

    async def close(self) -> None:
        for member in list(self._members):
            await member.close(1001, "the room is closed")  # finds: AIO303

    async def send_away(self, members: list[ServerConnection]) -> None:
        await asyncio.gather(*(member.close(1008, "too loud") for member in members))


class Lobby:
    """Used on the loop only, so its lock is one of the loop."""

    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}
        self._lock = asyncio.Lock()

    async def enter(self, name: str, member: ServerConnection) -> Room:
        async with self._lock:
            room = self._rooms.setdefault(name, Room(name))
            await member.send(f"welcome to {name}, with {room.size()} others")
            room.join(member)
        return room
