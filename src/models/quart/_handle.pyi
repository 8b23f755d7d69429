from inspect import iscoroutinefunction

from uncoil import entry

# Coroutine functions run on the loop, as everywhere; plain functions in a thread.
def handle(function):
    if not iscoroutinefunction(function):
        on_worker(function)

@entry("worker", "function")
def on_worker(function): ...
