"""The cache, once for threads and once for coroutines."""

import json
from typing import Any

import redis
import redis.asyncio


class Cache:
    """For plain endpoints and scripts. Connects when first used."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client: redis.Redis | None = None

    @property
    def client(self) -> redis.Redis:
        if self._client is None:
            self._client = redis.Redis.from_url(self._url)
        return self._client

    def count(self, key: str) -> int:
        return int(self.client.get(key) or 0)

    def increase(self, key: str) -> None:
        self.client.incr(key)


class AsyncCache:
    """For coroutines."""

    def __init__(self, url: str) -> None:
        self._client = redis.asyncio.Redis.from_url(url)

    async def get_json(self, key: str) -> Any:
        text = await self._client.get(key)
        return None if text is None else json.loads(text)

    async def put_json(self, key: str, value: Any, seconds: int = 300) -> None:
        await self._client.set(key, json.dumps(value), ex=seconds)

    async def close(self) -> None:
        await self._client.aclose()
