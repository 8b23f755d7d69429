"""What a message asks for."""

import asyncio
from pathlib import PurePath

from aio_pika.abc import AbstractIncomingMessage

from .convert import poster, thumbnail


async def handle(message: AbstractIncomingMessage) -> PurePath:
    picture = PurePath(message.body.decode())
    if message.routing_key == "poster":
        made = await poster(picture)
    elif message.routing_key == "preview":
        made = await asyncio.to_thread(thumbnail, picture)
    else:
        made = thumbnail(picture)  # finds: AIO104
    await message.ack()
    return made
