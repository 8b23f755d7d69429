from inspect import iscoroutinefunction

from uncoil import entry, handles

# Coroutine functions run on the loop, as everywhere; plain functions in a thread.

@handles("function")
def handle(function):
    if not iscoroutinefunction(function):
        on_worker(function)

@handles("function", kind="job")
def handle_job(function):
    if not iscoroutinefunction(function):
        on_worker(function)

@entry("worker", "function")
def on_worker(function): ...
