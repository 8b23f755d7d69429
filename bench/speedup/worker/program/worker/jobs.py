"""What is done for a job: mostly waiting for somebody else's service."""

import asyncio


async def run_job(queue: str, job: str) -> str:
    await asyncio.sleep(0.05)
    return f"{queue}: {job} done"
