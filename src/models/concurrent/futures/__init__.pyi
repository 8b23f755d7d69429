from builtins import TimeoutError as TimeoutError
from typing import Self

from uncoil import blocks, drops, entry, offloads, settles, waits_for_end

FIRST_COMPLETED: str
FIRST_EXCEPTION: str
ALL_COMPLETED: str

class CancelledError(Exception): ...
class InvalidStateError(Exception): ...
class BrokenExecutor(RuntimeError): ...

class Future:
    @waits_for_end
    @blocks("lock", instead="asyncio.wrap_future", unless={"timeout": 0})
    def result(self, timeout=None): ...
    @waits_for_end
    @blocks("lock", instead="asyncio.wrap_future", unless={"timeout": 0})
    def exception(self, timeout=None): ...
    # Called by the thread that finishes the future, or at once. Who asks to be told waits for that in its own way,
    # and takes the result afterwards.
    @drops("fn")
    @entry("worker", "fn")
    @settles("result", "exception")
    def add_done_callback(self, fn) -> None: ...
    def set_result(self, result) -> None: ...
    def set_exception(self, exception) -> None: ...
    def set_running_or_notify_cancel(self) -> bool: ...
    def cancel(self) -> bool: ...
    @settles("result", "exception")
    def cancelled(self) -> bool: ...
    def running(self) -> bool: ...
    @settles("result", "exception")
    def done(self) -> bool: ...

_Future = Future

# What waits for a coroutine on the loop that runs in this very thread. Within a function, because it is to be called
# `concurrent.futures.Future` in messages.
def _future_of_running_loop():
    class Future(_Future):
        @waits_for_end
        @blocks("deadlock", instead="asyncio.wrap_future", unless={"timeout": 0})
        def result(self, timeout=None): ...
        @waits_for_end
        @blocks("deadlock", instead="asyncio.wrap_future", unless={"timeout": 0})
        def exception(self, timeout=None): ...
    return Future()

# The same of a loop nobody knows: when the program runs only one, it is this one.
def _future_of_some_loop():
    class Future(_Future):
        @waits_for_end
        @blocks("lock", alone="deadlock", instead="asyncio.wrap_future", unless={"timeout": 0})
        def result(self, timeout=None): ...
        @waits_for_end
        @blocks("lock", alone="deadlock", instead="asyncio.wrap_future", unless={"timeout": 0})
        def exception(self, timeout=None): ...
    return Future()

class Executor:
    def __enter__(self) -> Self: ...
    # Joins the workers: quick when everything was awaited before.
    @blocks("lock", instead="a long-lived executor", severity="information")
    def __exit__(self, exc_type, exc_val, exc_tb): ...
    @offloads("fn", returns="future")
    def submit(self, fn, /, *args, **kwargs) -> Future: ...
    # Submits everything at once; only the iteration waits.
    def map(self, fn, *iterables, timeout=None, chunksize=1):
        for iterable in iterables:
            for item in iterable:
                pass
        return _results(self.submit(fn))
    @blocks("lock", instead="asyncio.to_thread", severity="warning", unless={"wait": False})
    def shutdown(self, wait=True, *, cancel_futures=False) -> None: ...

def _results(future):
    yield future.result()

class ThreadPoolExecutor(Executor):
    @drops("initializer")
    @entry("worker", "initializer")
    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()) -> None: ...

class ProcessPoolExecutor(Executor):
    @drops("initializer")
    @entry("worker", "initializer")
    def __init__(
        self,
        max_workers=None,
        mp_context=None,
        initializer=None,
        initargs=(),
        *,
        max_tasks_per_child=None,
    ) -> None: ...

@blocks("lock", instead="asyncio.wait", unless={"timeout": 0})
def wait(fs, timeout=None, return_when="ALL_COMPLETED") -> tuple[set[_DoneFuture], set[Future]]: ...

def as_completed(fs, timeout=None):
    wait(fs)
    for _ in fs:
        yield _DoneFuture()

# Its result is there: asking for it waits for nothing.
class _DoneFuture(Future):
    def result(self, timeout=None): ...
    def exception(self, timeout=None): ...
