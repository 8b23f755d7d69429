"""Starts the background workers and raises the alarm when one dies."""

import asyncio

import requests

from ..core.config import get_settings
from .notifications import deliver_notifications
from .restock import watch_deliveries

_workers: set[asyncio.Task[None]] = set()


def start_workers() -> None:
    for worker in (deliver_notifications(), watch_deliveries()):
        task = asyncio.create_task(worker)
        task.add_done_callback(raise_alarm)
        _workers.add(task)


async def stop_workers() -> None:
    for task in _workers:
        task.cancel()
    await asyncio.gather(*_workers, return_exceptions=True)
    _workers.clear()


def raise_alarm(task: asyncio.Task[None]) -> None:
    if task.cancelled() or task.exception() is None:
        return
    requests.post(get_settings().alert_url, json={"error": repr(task.exception())}, timeout=5)
