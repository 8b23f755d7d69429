"""Puts names of pictures into the exchange."""

import asyncio

import aio_pika
from aio_pika.abc import AbstractExchange


async def publish(exchange: AbstractExchange, picture: str, size: str) -> None:
    await exchange.publish(aio_pika.Message(picture.encode()), routing_key=size)


async def publish_once(url: str, pictures: list[str]) -> int:
    connection = await aio_pika.connect_robust(url)  # finds: AIO701
    if not pictures:
        return 0
    channel = await connection.channel()
    await asyncio.gather(*(publish(channel.default_exchange, picture, "thumbnail") for picture in pictures))
    await connection.close()
    return len(pictures)


async def publish_poster(url: str, picture: str) -> None:
    async with await aio_pika.connect_robust(url) as connection:
        channel = await connection.channel()
        await publish(channel.default_exchange, picture, "poster")


class Publisher:
    """Owns its connection: whoever opens it closes it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: aio_pika.RobustConnection | None = None

    async def open(self) -> None:
        self._connection = await aio_pika.connect_robust(self._url)

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
