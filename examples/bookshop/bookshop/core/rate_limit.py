"""Keeping the promised distance between calls to a partner."""

import asyncio
import time
from types import TracebackType


class RateLimit:
    """`with limit:` waits until the next call is allowed."""

    def __init__(self, per_second: float) -> None:
        self._distance = 1 / per_second
        self._next = 0.0

    def __enter__(self) -> None:
        self._wait()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._next = time.monotonic() + self._distance

    def _wait(self) -> None:
        missing = self._next - time.monotonic()
        if missing > 0:
            time.sleep(missing)


class AsyncRateLimit:
    """`async with limit:` waits until the next call is allowed."""

    def __init__(self, per_second: float) -> None:
        self._distance = 1 / per_second
        self._next = 0.0

    async def __aenter__(self) -> None:
        missing = self._next - time.monotonic()
        if missing > 0:
            await asyncio.sleep(missing)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._next = time.monotonic() + self._distance
