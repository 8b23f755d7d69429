from inspect import iscoroutinefunction

from uncoil import entry

# Coroutine functions on the loop, plain functions in a thread.
def handle(function):
    if iscoroutinefunction(function):
        on_loop(function)
    else:
        on_worker(function)

@entry("loop", "function")
def on_loop(function): ...

@entry("worker", "function")
def on_worker(function): ...
