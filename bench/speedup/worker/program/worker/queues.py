"""Jobs wait in lists in Redis, one for each queue; results are kept in a hash."""

import redis

from worker.settings import REDIS_HOST, REDIS_PORT


class Queue:
    def __init__(self, name: str) -> None:
        self.name = name
        self._redis = redis.Redis(host=REDIS_HOST, port=REDIS_PORT, decode_responses=True)

    async def next_job(self) -> str | None:
        """The next job, or None when there was none for a second."""
        found = self._redis.blpop([f"queue:{self.name}"], timeout=1)
        return None if found is None else found[1]

    async def keep_result(self, job: str, result: str) -> None:
        self._redis.hset(f"results:{self.name}", job, result)

    async def close(self) -> None:
        self._redis.close()
