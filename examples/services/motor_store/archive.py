"""Events in MongoDB."""

import asyncio
import time
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection

Event = dict[str, Any]
DAY = 86_400


class Archive:
    def __init__(self, events: AsyncIOMotorCollection) -> None:
        self._events = events

    async def store(self, event: Event) -> None:
        await self._events.insert_one({**event, "at": time.time()})

    async def newest(self, kind: str) -> Event | None:
        return await self._events.find_one({"kind": kind}, sort=[("at", -1)])

    async def of_machine(self, machine: str, limit: int) -> list[Event]:
        cursor = self._events.find({"machine": machine}).sort("at", -1).limit(limit)
        return [event async for event in cursor]

    async def compact(self) -> int:
        result = await self._events.delete_many({"at": {"$lt": time.time() - 30 * DAY}})
        return result.deleted_count


class Dashboard:
    """The newest events, asked for before anybody looks."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._since = time.time()

    async def open(self) -> None:
        self._boot = self._archive.newest("boot")  # finds: AIO204
        self._alarm = asyncio.create_task(self._archive.newest("alarm"))
        self._error = self._archive.newest("error")

    async def alarm(self) -> Event | None:
        return await self._alarm

    async def error(self) -> Event | None:
        return await self._error

    def age(self) -> float:
        return time.time() - self._since
