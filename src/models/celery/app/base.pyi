from uncoil import blocks

from .._shared import task as _task
from ..canvas import Signature
from ..result import AsyncResult

class Celery:
    def __init__(self, main=None, *args, **kwargs): ...
    def task(self, fun=None, *args, **opts):
        if callable(fun):
            return _task(fun)
        return _task
    @blocks("network", instead="asyncio.to_thread", severity="warning")
    def send_task(self, name, args=None, kwargs=None, *others, **options) -> AsyncResult: ...
    def signature(self, *args, **kwargs) -> Signature: ...
