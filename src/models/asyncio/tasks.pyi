import concurrent.futures

from uncoil import awaits, collects_errors, loop_bound, spawns, task, waits

from .events import AbstractEventLoop
from .futures import Future

FIRST_COMPLETED: str
FIRST_EXCEPTION: str
ALL_COMPLETED: str

@task
class Task(Future):
    @spawns("coro")
    def __init__(self, coro, *, loop=None, name=None, context=None, eager_start=False) -> None: ...
    def get_name(self) -> str: ...
    def set_name(self, value, /) -> None: ...
    def get_coro(self): ...
    def cancelling(self) -> int: ...
    def uncancel(self) -> int: ...

@loop_bound
@spawns("coro")
def create_task(coro, *, name=None, context=None, eager_start=None) -> Task: ...

@loop_bound
@spawns("coro_or_future")
def ensure_future(coro_or_future, *, loop=None) -> Task: ...

@collects_errors("return_exceptions")
@spawns("coros_or_futures")
def gather(*coros_or_futures, return_exceptions=False) -> Future: ...

@awaits("arg")
def shield(arg) -> Future: ...

@awaits("fut")
async def wait_for(fut, timeout): ...

# It never raises what the tasks raise.
@waits("lock")
async def wait(fs, *, timeout=None, return_when="ALL_COMPLETED") -> tuple[set[Task], set[Task]]:
    for future in fs:
        await future

# Both `for` and, since Python 3.13, `async for`.
class _AsCompleted:
    def __iter__(self) -> _AsCompleted: ...
    def __next__(self) -> Future: ...
    def __aiter__(self) -> _AsCompleted: ...
    async def __anext__(self) -> Task: ...

def as_completed(fs, *, timeout=None) -> _AsCompleted:
    for future in fs:
        ensure_future(future)
    return _AsCompleted()

@waits("sleep")
async def sleep(delay, result=None): ...

# The loop of another thread keeps the task; waiting for the returned future blocks this one.
def run_coroutine_threadsafe(coro, loop: AbstractEventLoop):
    return loop._run_from_thread(coro)

def current_task(loop=None) -> Task | None: ...
def all_tasks(loop=None) -> set[Task]: ...
def eager_task_factory(loop, coro, *, name=None, context=None) -> Task: ...
