from inspect import iscoroutinefunction

from uncoil import entry, handles

__waits__ = "network"

class Broker:
    def __init__(self, *args, **kwargs) -> None: ...
    async def __aenter__(self): return self
    async def __aexit__(self, exc_type, exc_val, exc_tb) -> None: ...
    def subscriber(self, *args, **kwargs):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def publisher(self, *args, **kwargs):
        def decorator(func):
            return func
        return decorator
    async def publish(self, message=None, *args, **kwargs): ...
    async def start(self) -> None: ...

# Coroutine functions run on the loop, as everywhere; plain functions in a thread.
@handles("func", kind="message")
def _handle(func):
    if not iscoroutinefunction(func):
        _on_worker(func)

@entry("worker", "func")
def _on_worker(func): ...
