"""Jobs of the label printer. It takes a tenth of a second for each, and prints many at a time."""

import time
from dataclasses import dataclass, field

POLL_INTERVAL = 0.02


@dataclass
class Job:
    title: str
    seconds: float = 0.1
    submitted: float = field(default_factory=time.monotonic)

    def is_done(self) -> bool:
        return time.monotonic() - self.submitted >= self.seconds


def submit_job(title: str) -> Job:
    return Job(title)


def wait_for_job(job: Job) -> None:
    while not job.is_done():
        time.sleep(POLL_INTERVAL)
