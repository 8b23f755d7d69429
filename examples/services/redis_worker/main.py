"""Works through jobs."""

import asyncio
import os

from redis.asyncio import Redis

from .console import Console
from .hooks import Hooks
from .jobs import Jobs
from .worker import Worker

URL = os.environ.get("REDIS_URL", "redis://localhost")


async def main() -> None:
    async with Redis.from_url(URL, decode_responses=True) as redis:
        console = Console(asyncio.get_running_loop())
        console.start()
        worker = Worker(redis, Jobs(redis, "pictures"), console, Hooks())
        if await worker.forget_stale() == 0:
            await worker.rescue_stale()
        await worker.work()
        await worker.work_long("last")


if __name__ == "__main__":
    asyncio.run(main())
