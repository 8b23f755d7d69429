from uncoil import entry, handles

from .app.task import Task

# A decorated function becomes a Task: calling one runs it here, delay() sends it away.
def shared_task(fun=None, *args, **kwargs):
    if callable(fun):
        return task(fun)
    return task

@handles("fun", kind="job")
@entry("worker", "fun")
def task(fun) -> Task: ...
