from .concurrency import _handle_job

class BackgroundTask:
    def __init__(self, func, *args, **kwargs) -> None:
        _handle_job(func)
    async def __call__(self) -> None: ...

class BackgroundTasks(BackgroundTask):
    def __init__(self, tasks=None): ...
    def add_task(self, func, *args, **kwargs) -> None:
        _handle_job(func)
    async def __call__(self) -> None: ...
