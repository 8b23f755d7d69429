from inspect import iscoroutinefunction

from uncoil import entry, handles

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

# Coroutine functions run on the loop, as everywhere; plain functions in a thread.
@handles("callback", kind="message")
def _handle(callback):
    if not iscoroutinefunction(callback):
        _on_worker(callback)

@entry("worker", "callback")
def _on_worker(callback): ...
