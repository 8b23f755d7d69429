from uncoil import blocks, calls

__thread__ = "asgiref.sync.sync_to_async"

class Atomic:
    def __init__(self, using, savepoint, durable) -> None: ...
    def __call__(self, func):
        return func
    @blocks("database", instead="asgiref.sync.sync_to_async")
    def __enter__(self) -> None: ...
    @blocks("database", instead="asgiref.sync.sync_to_async")
    def __exit__(self, exc_type, exc_value, traceback) -> None: ...

def atomic(using=None, savepoint=True, durable=False):
    if callable(using):
        return using
    return Atomic(using, savepoint, durable)

@calls("func")
def on_commit(func, using=None, robust=False) -> None: ...

@blocks("database", instead="asgiref.sync.sync_to_async")
def commit(using=None) -> None: ...

@blocks("database", instead="asgiref.sync.sync_to_async")
def rollback(using=None) -> None: ...

@blocks("database", instead="asgiref.sync.sync_to_async")
def savepoint(using=None): ...
