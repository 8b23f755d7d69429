from inspect import isasyncgenfunction, iscoroutinefunction

from uncoil import entry, offloads

@offloads("func")
async def run_in_threadpool(func, *args, **kwargs): ...

# Each step of the iteration runs in a worker thread.
async def iterate_in_threadpool(iterator):
    yield None

async def run_until_first_complete(*args) -> None: ...

# What the framework calls: coroutine functions on the loop, plain functions in the thread pool.
def _handle(function):
    if iscoroutinefunction(function) or isasyncgenfunction(function):
        _on_loop(function)
    else:
        _on_worker(function)

@entry("loop", "function")
def _on_loop(function): ...

@entry("worker", "function")
def _on_worker(function): ...
