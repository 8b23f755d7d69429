"""Makes thumbnails."""

import asyncio
import logging
import os

import aio_pika

from .monitor import Monitor
from .publisher import Publisher, publish_once, publish_poster
from .worker import Worker

URL = os.environ.get("AMQP_URL", "amqp://localhost/")


async def main() -> None:
    logging.basicConfig(level=logging.INFO)
    publisher = Publisher(URL)
    await publisher.open()
    try:
        if await publish_once(URL, ["cat.jpg", "dog.jpg"]) == 2:
            await publish_poster(URL, "cat.jpg")
    finally:
        await publisher.close()
    async with await aio_pika.connect_robust(URL) as connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=10)
        queue = await channel.declare_queue("pictures")
        Monitor(queue, asyncio.get_running_loop()).start()
        worker = Worker(queue)
        await worker.drain(2)
        if await worker.drain_checked(2) == 0:
            await asyncio.gather(worker.work(), worker.bury())


if __name__ == "__main__":
    asyncio.run(main())
