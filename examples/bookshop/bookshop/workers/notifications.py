"""Tells customers that a book they wait for is back. Plain endpoints fill the outbox from their threads."""

import asyncio
import logging
import queue
from dataclasses import dataclass

from ..services.mail import send_receipt

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Notification:
    email: str
    order_id: int


outbox: queue.Queue[Notification] = queue.Queue()


async def deliver_notifications() -> None:
    while True:
        try:
            notification = outbox.get(timeout=0.2)
        except queue.Empty:
            await asyncio.sleep(1)
            continue
        await asyncio.to_thread(send_receipt, notification.email, notification.order_id)
        log.info("told %s", notification.email)
