from uncoil import blocks, caches, consumes

class Parallel:
    def __init__(self, n_jobs=None, **kwargs) -> None: ...
    def __enter__(self) -> "Parallel": ...
    def __exit__(self, exc_type, exc_value, traceback) -> None: ...
    # Waits for the workers.
    @consumes("iterable")
    @blocks("cpu", instead="asyncio.to_thread")
    def __call__(self, iterable) -> list: ...

# Pickles what the function returns, on disk.
class Memory:
    def __init__(self, location=None, **kwargs) -> None: ...
    @caches
    def cache(self, func=None, **kwargs):
        if callable(func):
            return func
        def decorator(function):
            return function
        return decorator

@blocks("file")
def load(filename, **kwargs): ...
@blocks("file")
def dump(value, filename, **kwargs) -> list: ...
