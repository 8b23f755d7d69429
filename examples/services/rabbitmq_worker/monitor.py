"""Says how the worker is doing."""

import asyncio
import logging
import threading
import time

from aio_pika import Queue

log = logging.getLogger(__name__)


class Monitor:
    def __init__(self, queue: Queue, loop: asyncio.AbstractEventLoop) -> None:
        self._queue = queue
        self._loop = loop
        self._reports = 0

    def start(self) -> None:
        self._forever = asyncio.create_task(self._report_forever())  # finds: AIO307
        self._first = asyncio.create_task(self._report())
        self._first.add_done_callback(self._reported)
        self._loop.call_later(60, self._tick)
        threading.Thread(target=self._watch, daemon=True).start()
        threading.Thread(target=self._report, daemon=True).start()  # finds: AIO205

    def _tick(self) -> None:
        log.info("depth %d", asyncio.run_coroutine_threadsafe(self._depth(), self._loop).result())  # finds: AIO502
        self._loop.call_later(60, self._tick)

    def _watch(self) -> None:
        """In a thread of its own, where waiting for the loop is fine."""
        while True:
            time.sleep(5)
            if asyncio.run_coroutine_threadsafe(self._depth(), self._loop).result() > 1000:
                log.warning("too much to do")

    def _reported(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is not None:
            log.error("no report", exc_info=task.exception())

    async def _report_forever(self) -> None:
        while True:
            await asyncio.sleep(300)
            await self._report()

    async def _report(self) -> None:
        self._reports += 1
        log.info("report %d: %d messages wait", self._reports, await self._depth())

    async def _depth(self) -> int:
        declared = await self._queue.declare()
        return declared.message_count
