"""Jobs in Redis: a list of those that wait, a hash for each."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import cached_property

from redis.asyncio import Redis


class Jobs:
    def __init__(self, redis: Redis, name: str) -> None:
        self._redis = redis
        self._name = name

    @cached_property  # finds: AIO206
    async def notify_address(self) -> str:
        return await self._redis.get(f"{self._name}:notify")

    @cached_property
    def waiting_key(self) -> str:
        return f"{self._name}:waiting"

    async def depth(self) -> int:
        return await self._redis.llen(self.waiting_key)

    async def next(self) -> str:
        _, job = await self._redis.blpop([self.waiting_key])
        return job

    async def put(self, job: str, owner: str) -> None:
        await self._redis.hset(f"{self._name}:{job}", mapping={"owner": owner, "state": "waiting"})
        await self._redis.rpush(self.waiting_key, job)

    async def stale(self) -> AsyncIterator[str]:
        """Nobody else may look for stale jobs until this is closed."""
        async with self._redis.lock(f"{self._name}:stale"):
            async for key in self._redis.scan_iter(f"{self._name}:*"):
                if await self._redis.ttl(key) < 0:
                    yield key

    async def first_stale(self) -> str | None:
        async for key in self.stale():  # finds: AIO703
            return key
        return None

    async def some_stale(self, limit: int) -> list[str]:
        found: list[str] = []
        async with aclosing(self.stale()) as keys:
            async for key in keys:
                found.append(key)
                if len(found) == limit:
                    break
        return found

    async def delete_stale(self) -> int:
        keys = [key async for key in self.stale()]
        return await self._redis.delete(*keys) if keys else 0
