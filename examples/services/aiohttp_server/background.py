"""What runs beside the handlers."""

import asyncio
import contextlib
import logging
import os

import aiohttp

log = logging.getLogger(__name__)


class Refresher:
    """Keeps the number of orders of every shop."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.numbers: dict[str, int] = {}
        self._session = session
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._refresh_numbers()), asyncio.create_task(self._forget_old_shops())]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _refresh_numbers(self) -> None:
        while True:
            try:
                async with self._session.get("/numbers") as response:
                    self.numbers.update(await response.json())
            except BaseException:  # finds: AIO401
                log.exception("numbers are not refreshed")
            await asyncio.sleep(10)

    async def _forget_old_shops(self) -> None:
        while True:
            try:
                async with self._session.get("/closed") as response:
                    for shop in await response.json():
                        self.numbers.pop(shop, None)
            except asyncio.CancelledError:
                log.info("closed shops are not forgotten any more")
                raise
            except Exception:
                log.exception("closed shops are not forgotten")
            await asyncio.sleep(60)


class Usage:
    """Watches how busy the machine is."""

    def __init__(self) -> None:
        self.load = 0.0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._watch())  # finds: AIO307

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(1)
            self.load = os.getloadavg()[0]

    def report(self) -> None:
        log.info("load %.1f", self.load)


class Heartbeat:
    """Tells a monitor that the server lives; its end is waited for."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._beat())

    async def stop(self) -> None:
        if not self._task:
            return
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _beat(self) -> None:
        while True:
            async with self._session.post("/alive"):
                await asyncio.sleep(5)
