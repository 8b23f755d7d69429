"""Not too many requests at once, and not too fast."""

import asyncio
import time


class Pace:
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next = 0.0

    def hold(self) -> None:
        missing = self._missing()
        if missing > 0:
            time.sleep(missing)

    async def wait(self) -> None:
        missing = self._missing()
        if missing > 0:
            await asyncio.sleep(missing)

    def _missing(self) -> float:
        now = time.monotonic()
        missing = max(self._next - now, 0.0)
        self._next = now + missing + self._seconds
        return missing
