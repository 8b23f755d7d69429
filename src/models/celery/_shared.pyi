from uncoil import entry

from .app.task import Task

# A decorated function becomes a Task: calling one runs it here, delay() sends it away.
def shared_task(fun=None, *args, **kwargs):
    if callable(fun):
        return task(fun)
    return task

@entry("worker", "fun")
def task(fun) -> Task: ...
