"""A lease says that a job is being worked on."""

import asyncio
import logging

from redis.asyncio import Redis

log = logging.getLogger(__name__)


class Lease:
    def __init__(self, redis: Redis, job: str) -> None:
        self._redis = redis
        self._job = job
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self) -> bool:
        loop = asyncio.get_event_loop()  # finds: AIO503
        taken = await self._redis.set(f"lease:{self._job}", "taken", ex=30, nx=True)
        if taken:
            loop.call_later(20, lambda: self.renew())  # finds: AIO205
        return bool(taken)

    async def take_and_keep(self) -> bool:
        loop = asyncio.get_running_loop()
        taken = await self._redis.set(f"lease:{self._job}", "taken", ex=30, nx=True)
        if taken:
            loop.call_later(20, lambda: self._keep(asyncio.create_task(self.renew())))
        return bool(taken)

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def renew(self) -> None:
        await self._redis.expire(f"lease:{self._job}", 30)
        log.info("renewed %s", self._job)

    async def give_back(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._redis.delete(f"lease:{self._job}")
