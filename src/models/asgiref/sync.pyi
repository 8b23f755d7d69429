from asyncio import iscoroutinefunction as iscoroutinefunction, run, to_thread

def sync_to_async(func=None, *, thread_sensitive=True, executor=None, context=None):
    if callable(func):
        return SyncToAsync(func)
    return SyncToAsync

def async_to_sync(awaitable=None, *, force_new_loop=False):
    if callable(awaitable):
        return AsyncToSync(awaitable)
    return AsyncToSync

# Really classes whose objects are called.

def SyncToAsync(func, thread_sensitive=True, executor=None, context=None):
    async def call(*args, **kwargs):
        return await to_thread(lambda: func(*args, **kwargs))
    return call

def AsyncToSync(awaitable, force_new_loop=False):
    def call(*args, **kwargs):
        return run(awaitable(*args, **kwargs))
    return call

class ThreadSensitiveContext:
    async def __aenter__(self) -> ThreadSensitiveContext: ...
    async def __aexit__(self, exc, value, tb) -> None: ...
