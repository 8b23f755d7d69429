from uncoil import loop_bound, spawns, task_owner

from .tasks import Task

@task_owner
class TaskGroup:
    async def __aenter__(self) -> TaskGroup: ...
    async def __aexit__(self, et, exc, tb) -> None: ...
    @loop_bound
    @task_owner
    @spawns("coro")
    def create_task(self, coro, *, name=None, context=None) -> Task: ...
