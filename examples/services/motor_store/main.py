"""Archives what machines send."""

import asyncio
from pathlib import Path

from motor.motor_asyncio import AsyncIOMotorClient

from .archive import Archive, Dashboard
from .feed import AlarmFeed, BatchFeed, LineFeed
from .importer import Importer
from .maintenance import clean_up, old_reports, report, run_job

MACHINE = ("machine.example", 4000)


async def maintain(archive: Archive) -> None:
    while True:
        await asyncio.sleep(86_400)
        if await run_job(archive, Path("job.txt")) == 0:
            await clean_up(archive)
        if not await old_reports(Path(".")):
            await report(archive, "press-1", Path("report.txt"))


async def main() -> None:
    client = AsyncIOMotorClient("mongodb://localhost")
    try:
        archive = Archive(client.plant.events)
        dashboard = Dashboard(archive)
        await dashboard.open()
        print(dashboard.age(), *await asyncio.gather(dashboard.alarm(), dashboard.error()))
        lines, alarms, batches = LineFeed(MACHINE), AlarmFeed(MACHINE, asyncio.get_running_loop()), BatchFeed()
        lines.start()
        alarms.start()
        importer = Importer(archive)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(importer.import_lines(lines))
            tasks.create_task(importer.import_alarms(alarms))
            tasks.create_task(importer.import_batches(batches))
            tasks.create_task(importer.import_batches_in_thread(BatchFeed()))
            tasks.create_task(maintain(archive))
    finally:
        client.close()


if __name__ == "__main__":
    asyncio.run(main())
