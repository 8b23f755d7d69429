"""What is done once a day."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path

from .archive import Archive, Event


def write_report(path: Path, events: list[Event]) -> int:
    return path.write_text("\n".join(str(event) for event in events))


def choose_job(path: Path, archive: Archive) -> Coroutine[None, None, int]:
    """What to do stands in a file, so this runs in a thread; what it returns is awaited on the loop."""
    return archive.compact() if path.read_text().strip() == "compact" else nothing()


async def nothing() -> int:
    return 0


async def clean_up(archive: Archive) -> int:
    loop = asyncio.get_running_loop()
    deleted = await loop.run_in_executor(None, archive.compact)  # finds: AIO208
    return deleted


async def report(archive: Archive, machine: str, path: Path) -> int:
    events = await archive.of_machine(machine, limit=100)
    return await asyncio.get_running_loop().run_in_executor(None, write_report, path, events)


async def old_reports(folder: Path) -> list[Path]:
    return await asyncio.to_thread(list, folder.glob("*.txt"))


async def run_job(archive: Archive, path: Path) -> int:
    job = await asyncio.to_thread(choose_job, path, archive)
    return await job
