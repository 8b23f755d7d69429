"""Takes jobs, one at a time."""

import asyncio
import logging

from redis.asyncio import Redis

from .console import Console, confirm
from .hooks import Hooks
from .jobs import Jobs
from .leases import Lease

log = logging.getLogger(__name__)


class Worker:
    def __init__(self, redis: Redis, jobs: Jobs, console: Console, hooks: Hooks) -> None:
        self._redis = redis
        self._jobs = jobs
        self._console = console
        self._hooks = hooks
        hooks.add(self._count)
        hooks.add(lambda job: log.debug("done: %s", job))

    async def work(self) -> None:
        log.info(f"starting, {self._jobs.depth()} jobs wait")  # finds: AIO203
        while not self._console.stopped.is_set():
            job = await self._jobs.next()
            lease = Lease(self._redis, job)
            if await lease.take():
                await self._run(job)
                await lease.give_back()
        log.info(f"stopped, {await self._jobs.depth()} jobs wait")

    async def work_long(self, job: str) -> None:
        lease = Lease(self._redis, job)
        if await lease.take_and_keep():
            try:
                await self._run(job)
            finally:
                await lease.give_back()

    async def _run(self, job: str) -> None:
        await asyncio.sleep(1)
        await self._hooks.run(job)
        address = await self._jobs.notify_address
        log.info("done: %s, telling %s", job, address)

    async def _count(self, job: str) -> None:
        await self._redis.hincrby("done", job.partition(":")[0])

    async def forget_stale(self) -> int:
        if await self._jobs.first_stale() is None:
            return 0
        if not confirm("Delete stale jobs?"):  # finds: AIO106
            return 0
        return await self._jobs.delete_stale()

    async def rescue_stale(self) -> None:
        keys = await self._jobs.some_stale(limit=10)
        if keys and await asyncio.to_thread(confirm, "Put stale jobs back?"):
            await asyncio.gather(*(self._jobs.put(key, "rescue") for key in keys))
