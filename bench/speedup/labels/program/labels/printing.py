"""From a parcel to its printed label."""

from labels.jobs import Job, submit_job, wait_for_job


def print_label(parcel: str) -> str:
    job = submit_job(f"label for {parcel}")
    return describe(finish(job))


def finish(job: Job) -> Job:
    wait_for_job(job)
    return job


def describe(job: Job) -> str:
    return f"printed: {job.title} ({job.seconds} s)"
