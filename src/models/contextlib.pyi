# What is known to the engine comes first.
from typing import AbstractAsyncContextManager as AbstractAsyncContextManager, AbstractContextManager as AbstractContextManager

from uncoil import drops, suppresses

def contextmanager(func): ...
def asynccontextmanager(func): ...

class ContextDecorator:
    def __call__(self, func):
        return func

class AsyncContextDecorator:
    def __call__(self, func):
        return func

class closing:
    def __init__(self, thing):
        self.thing = thing
    def __enter__(self):
        return self.thing
    def __exit__(self, *exc_info):
        self.thing.close()

class aclosing:
    def __init__(self, thing):
        self.thing = thing
    async def __aenter__(self):
        return self.thing
    async def __aexit__(self, *exc_info):
        await self.thing.aclose()

class suppress:
    @suppresses("exceptions")
    def __init__(self, *exceptions): ...
    def __enter__(self) -> None: ...
    def __exit__(self, exctype, excinst, exctb) -> bool: ...

class nullcontext:
    def __init__(self, enter_result=None):
        self.enter_result = enter_result
    def __enter__(self):
        return self.enter_result
    def __exit__(self, *excinfo) -> None:
        return None
    async def __aenter__(self):
        return self.enter_result
    async def __aexit__(self, *excinfo) -> None:
        return None

class redirect_stdout:
    def __init__(self, new_target):
        self.new_target = new_target
    def __enter__(self):
        return self.new_target
    def __exit__(self, exctype, excinst, exctb) -> None: ...

class redirect_stderr:
    def __init__(self, new_target):
        self.new_target = new_target
    def __enter__(self):
        return self.new_target
    def __exit__(self, exctype, excinst, exctb) -> None: ...

class chdir:
    def __init__(self, path): ...
    def __enter__(self) -> None: ...
    def __exit__(self, *excinfo) -> None: ...

# A stack's callbacks run when it is left, which may be elsewhere: after `pop_all`, by a synchronous caller,
# or by whoever closes a stack that is kept. So they say nothing about the function that registers them.

class ExitStack:
    def __enter__(self) -> ExitStack: ...
    def __exit__(self, *exc_details): ...
    def enter_context(self, cm):
        return cm.__enter__()
    def push(self, exit):
        return exit
    @drops("callback")
    def callback(self, callback, /, *args, **kwds):
        return callback
    def pop_all(self) -> ExitStack: ...
    def close(self) -> None: ...

class AsyncExitStack:
    async def __aenter__(self) -> AsyncExitStack: ...
    async def __aexit__(self, *exc_details): ...
    def enter_context(self, cm):
        return cm.__enter__()
    async def enter_async_context(self, cm):
        return await cm.__aenter__()
    def push(self, exit):
        return exit
    def push_async_exit(self, exit):
        return exit
    @drops("callback")
    def callback(self, callback, /, *args, **kwds):
        return callback
    def push_async_callback(self, callback, /, *args, **kwds):
        return callback
    def pop_all(self) -> AsyncExitStack: ...
    async def aclose(self) -> None: ...
