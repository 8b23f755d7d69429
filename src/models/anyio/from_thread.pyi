from asyncio import run_coroutine_threadsafe
from concurrent.futures import Future
from contextlib import contextmanager

from uncoil import blocks, gives_loop, schedules, spawns, task_owner

# From a worker thread, on the loop that started it; the worker waits. On the thread of the loop they raise RuntimeError.

@blocks("deadlock")
@task_owner
@spawns("func")
def run(func, *args, token=None): ...

@blocks("deadlock")
@schedules("func")
def run_sync(func, *args, token=None): ...

def check_cancelled() -> None: ...

class BlockingPortal:
    async def __aenter__(self) -> BlockingPortal: ...
    async def __aexit__(self, exc_type, exc_val, exc_tb) -> None: ...
    def call(self, func, *args):
        return run_coroutine_threadsafe(func(*args), None).result()
    def start_task_soon(self, func, *args, name=None) -> Future:
        return run_coroutine_threadsafe(func(*args), None)
    async def stop(self, cancel_remaining=False) -> None: ...
    async def sleep_until_stopped(self) -> None: ...

# A loop in a thread of its own.
@gives_loop("new")
@contextmanager
def start_blocking_portal(backend="asyncio", backend_options=None, **kwargs):
    yield BlockingPortal()
