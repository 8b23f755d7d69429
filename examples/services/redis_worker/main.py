"""Works through jobs."""

import asyncio
import os

from redis.asyncio import Redis

from .console import Console
from .jobs import Jobs
from .worker import Worker


async def main() -> None:
    async with Redis.from_url(os.environ.get("REDIS_URL", "redis://localhost")) as redis:
        console = Console(asyncio.get_running_loop())
        console.start()
        worker = Worker(redis, Jobs(redis, "pictures"), console)
        if await worker.forget_stale() == 0:
            await worker.rescue_stale()
        await worker.work()
        await worker.work_long("last")


if __name__ == "__main__":
    asyncio.run(main())
