"""Emails wait in a queue, a job comes into each of the others: until all are done. Redis is a server of this run's own."""

import asyncio
import os
import tempfile
import threading
from time import sleep

import redis

from driving import find_free_port, measure, report, serve

JOBS = {"emails": 8, "invoices": 1, "thumbnails": 1}


def put_jobs(client: redis.Redis) -> None:
    for queue, count in JOBS.items():
        for number in range(count):
            client.rpush(f"queue:{queue}", f"job {number}")


def read_results(client: redis.Redis) -> dict[str, list[str]]:
    return {queue: sorted(client.hgetall(f"results:{queue}").values()) for queue in JOBS}


def wait_for_results(client: redis.Redis) -> None:
    while any(client.hlen(f"results:{queue}") < count for queue, count in JOBS.items()):
        sleep(0.005)


def main() -> None:
    port = find_free_port()
    os.environ["REDIS_PORT"] = str(port)
    from worker.main import work

    with tempfile.TemporaryDirectory() as directory:
        server = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", directory, "--save", ""]
        with serve(server, port):
            client = redis.Redis(port=port, decode_responses=True)
            put_jobs(client)
            counts: list[dict[str, int]] = []
            with measure() as timing:
                worker = threading.Thread(target=lambda: counts.append(asyncio.run(work())))
                worker.start()
                wait_for_results(client)
            for queue in JOBS:
                client.rpush(f"queue:{queue}", "stop")
            worker.join()
            output = [counts, read_results(client)]
            client.close()
    report(timing, output)


if __name__ == "__main__":
    main()
