from inspect import iscoroutinefunction

from uncoil import entry

class TelegramEventObserver:
    def __call__(self, *filters, flags=None, **kwargs):
        def decorator(callback):
            _handle(callback)
            return callback
        return decorator
    def register(self, callback, *filters, flags=None, **kwargs):
        _handle(callback)
        return callback
    def filter(self, *filters) -> None: ...

# Coroutine functions on the loop, plain functions in a thread.
def _handle(callback):
    if iscoroutinefunction(callback):
        _on_loop(callback)
    else:
        _on_worker(callback)

@entry("loop", "callback")
def _on_loop(callback): ...

@entry("worker", "callback")
def _on_worker(callback): ...
