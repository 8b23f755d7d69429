"""From feeds to the archive."""

import asyncio

from .archive import Archive, Event
from .feed import AlarmFeed, BatchFeed, LineFeed


def parse(line: str) -> Event:
    machine, _, text = line.partition(" ")
    return {"kind": "alarm" if text.startswith("!") else "line", "machine": machine, "text": text.strip()}


class Importer:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def import_lines(self, feed: LineFeed) -> None:
        while True:
            event = parse(await feed.next_line())
            if event["kind"] == "alarm":
                self._archive.store({**event, "kind": "early alarm"})  # finds: AIO201
            await self._archive.store(event)

    async def import_alarms(self, feed: AlarmFeed) -> None:
        while True:
            await self._archive.store(parse(await feed.next_alarm()))

    async def import_batches(self, feed: BatchFeed) -> None:
        while True:
            batch = feed.next_batch()  # finds: AIO107
            await asyncio.gather(*(self._archive.store(parse(line)) for line in batch))

    async def import_batches_in_thread(self, feed: BatchFeed) -> None:
        while True:
            batch = await asyncio.to_thread(feed.next_batch)
            await asyncio.gather(*(self._archive.store(parse(line)) for line in batch + feed.next_batch_if_any()))
