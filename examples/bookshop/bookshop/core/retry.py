"""Trying again when a partner's service is briefly away."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


def retry(operation: Callable[[], T], *, attempts: int = 3, delay: float = 0.2) -> T:
    for attempt in range(attempts - 1):
        try:
            return operation()
        except OSError:
            time.sleep(delay * 2**attempt)
    return operation()


async def retry_async(operation: Callable[[], Awaitable[T]], *, attempts: int = 3, delay: float = 0.2) -> T:
    for attempt in range(attempts - 1):
        try:
            return await operation()
        except OSError:
            await asyncio.sleep(delay * 2**attempt)
    return await operation()
