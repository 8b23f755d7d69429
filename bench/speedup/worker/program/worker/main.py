"""One consumer for each queue, in one process."""

import asyncio

from worker.jobs import run_job
from worker.queues import Queue
from worker.settings import IDLE_SECONDS, QUEUES, STOP


async def consume(name: str) -> int:
    queue = Queue(name)
    count = 0
    while True:
        job = await queue.next_job()
        if job is None:
            await asyncio.sleep(IDLE_SECONDS)
            continue
        if job == STOP:
            await queue.close()
            return count
        await queue.keep_result(job, await run_job(name, job))
        count += 1


async def work() -> dict[str, int]:
    counts = await asyncio.gather(*(consume(name) for name in QUEUES))
    return dict(zip(QUEUES, counts))


if __name__ == "__main__":
    print(asyncio.run(work()))
