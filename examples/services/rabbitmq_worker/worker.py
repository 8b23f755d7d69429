"""Takes messages until it is cancelled."""

import asyncio
import logging

from aio_pika import Queue
from aio_pika.abc import AbstractIncomingMessage

from .convert import ConversionError
from .jobs import handle

log = logging.getLogger(__name__)


class Worker:
    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self._dead: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()

    async def work(self) -> None:
        async with self._queue.iterator() as messages:
            async for message in messages:
                try:
                    log.info("made %s", await handle(message))
                except:  # finds: AIO401
                    log.exception("a message failed")
                    self._dead.put_nowait(message)

    async def bury(self) -> None:
        while True:
            message = await self._dead.get()
            try:
                await message.reject(requeue=False)
            except Exception:
                log.exception("not even rejected")

    async def work_once(self) -> None:
        message = await self._queue.get()
        try:
            await handle(message)
        except ConversionError:
            await message.reject(requeue=False)
        except BaseException:
            await message.reject(requeue=True)
            raise

    async def drain(self, count: int) -> None:
        jobs = [self.work_once() for _ in range(count)]
        outcomes = await asyncio.gather(*jobs, return_exceptions=True)  # finds: AIO402
        log.info("%d messages less", count)

    async def drain_checked(self, count: int) -> int:
        outcomes = await asyncio.gather(*(self.work_once() for _ in range(count)), return_exceptions=True)
        return sum(isinstance(outcome, BaseException) for outcome in outcomes)
