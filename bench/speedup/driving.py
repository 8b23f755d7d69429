"""What the drivers share: the work is timed, servers run as processes of their own, and the result is one line of JSON."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

START_LIMIT = 30.0


class Timing:
    seconds = 0.0


@contextmanager
def measure() -> Iterator[Timing]:
    timing = Timing()
    started = time.perf_counter()
    yield timing
    timing.seconds = time.perf_counter() - started


def report(timing: Timing, output: object) -> None:
    """`output` is what must be the same before and after the fixes."""
    print(json.dumps({"seconds": timing.seconds, "output": output}))


def find_free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def serve(command: list[str], port: int, **environment: str) -> Iterator[None]:
    """Runs a server until the block ends; it is up when its port answers. What it says on its way is shown when it fails."""
    server = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        wait_for_port(server, port)
        yield
    finally:
        server.terminate()
        said, _ = server.communicate()
        if server.returncode not in (0, -15):
            print(said, file=sys.stderr)


def wait_for_port(server: subprocess.Popen[str], port: int) -> None:
    limit = time.monotonic() + START_LIMIT
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if server.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(f"{server.args} does not listen on port {port}") from None
        time.sleep(0.05)
