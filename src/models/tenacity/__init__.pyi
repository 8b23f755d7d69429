from .asyncio import AsyncRetrying as AsyncRetrying

# Coroutine functions stay coroutine functions.
def retry(fn=None, *dargs, **dkw):
    if callable(fn):
        return fn
    def decorator(function):
        return function
    return decorator

class AttemptManager:
    def __enter__(self) -> None: ...
    def __exit__(self, exc_type, exc_value, traceback) -> None: ...
    async def __aenter__(self) -> None: ...
    async def __aexit__(self, exc_type, exc_value, traceback) -> None: ...

class BaseRetrying:
    def __init__(self, *args, **kwargs) -> None: ...
    def __iter__(self):
        yield AttemptManager()

class Retrying(BaseRetrying):
    def __call__(self, fn, *args, **kwargs):
        return fn(*args, **kwargs)
