"""A chat."""

import asyncio
import logging
from pathlib import Path

from websockets.asyncio.server import ServerConnection, serve

from .history import History
from .moderation import Moderation
from .rooms import Lobby, Room
from .statistics import Statistics

log = logging.getLogger(__name__)


class Chat:
    def __init__(self, moderation: Moderation, statistics: Statistics) -> None:
        self._lobby = Lobby()
        self._history = History()
        self._moderation = moderation
        self._statistics = statistics
        self._background: set[asyncio.Task[None]] = set()

    async def talk(self, member: ServerConnection) -> None:
        room = await self._lobby.enter("hall", member)
        await self._history.replay(member)
        asyncio.create_task(room.say("somebody came"))  # finds: AIO301
        try:
            async for text in member:
                await self._receive(room, member, str(text))
        finally:
            room.leave(member)
            self._say_later(room, "somebody left")

    async def _receive(self, room: Room, member: ServerConnection, text: str) -> None:
        if len(text) > 1000:
            member.close(1009, "too long")  # finds: AIO201
            return
        if text.startswith("/close"):
            await member.close(1000, "as you like")
            return
        if text.startswith("/check"):
            allowed = await asyncio.to_thread(self._moderation.is_allowed, text)
            await member.send("fine" if allowed else "no")
            return
        if text.startswith("/whisper"):
            await self._receive_quietly(room, text)
            return
        if not self._moderation.is_allowed(text):  # finds: AIO502
            await member.send("please not")
            return
        self._statistics.count(room, text)
        self._history.add(text)
        await room.say(text)

    async def _receive_quietly(self, room: Room, text: str) -> None:
        if await self._moderation.verdict(text):
            await room.whisper(text, limit=5)

    def _say_later(self, room: Room, text: str) -> None:
        task = asyncio.create_task(room.say(text))
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        task.add_done_callback(self._said)
        task.add_done_callback(self._say_goodbye)  # finds: AIO205

    def _said(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is not None:
            log.error("not said", exc_info=task.exception())

    async def _say_goodbye(self, task: asyncio.Task[None]) -> None:
        await asyncio.sleep(1)
        log.info("goodbye after %s", task.get_name())


async def main() -> None:
    statistics = Statistics(Path("chat.csv"))
    statistics.start()
    chat = Chat(Moderation(), statistics)
    try:
        async with serve(chat.talk, "localhost", 8765) as server:
            await server.serve_forever()
    finally:
        statistics.stop()


if __name__ == "__main__":
    asyncio.run(main())
