from uncoil import blocks, entry, handles

from .job import Job

class Queue:
    def __init__(self, name="default", connection=None, *args, **kwargs): ...
    @handles("f", kind="job")
    @blocks("network", instead="asyncio.to_thread", severity="warning")
    @entry("worker", "f")
    def enqueue(self, f, *args, **kwargs) -> Job: ...
    @handles("func", kind="job")
    @blocks("network", instead="asyncio.to_thread", severity="warning")
    @entry("worker", "func")
    def enqueue_call(self, func, *args, **kwargs) -> Job: ...
    @handles("func", kind="job")
    @blocks("network", instead="asyncio.to_thread", severity="warning")
    @entry("worker", "func")
    def enqueue_in(self, time_delta, func, *args, **kwargs) -> Job: ...
    @handles("f", kind="job")
    @blocks("network", instead="asyncio.to_thread", severity="warning")
    @entry("worker", "f")
    def enqueue_at(self, datetime, f, *args, **kwargs) -> Job: ...
    @blocks("network", instead="asyncio.to_thread", severity="warning")
    def fetch_job(self, job_id) -> Job | None: ...
