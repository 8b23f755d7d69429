from inspect import isasyncgenfunction, iscoroutinefunction

from uncoil import entry, handles, offloads

@offloads("func")
async def run_in_threadpool(func, *args, **kwargs): ...

# Each step of the iteration runs in a worker thread.
async def iterate_in_threadpool(iterator):
    yield None

async def run_until_first_complete(*args) -> None: ...

# What the framework calls: coroutine functions on the loop, as everywhere; plain functions in the thread pool.

@handles("function")
def _handle(function):
    if not iscoroutinefunction(function) and not isasyncgenfunction(function):
        _on_worker(function)

@handles("function", kind="job")
def _handle_job(function):
    if not iscoroutinefunction(function) and not isasyncgenfunction(function):
        _on_worker(function)

@entry("worker", "function")
def _on_worker(function): ...
