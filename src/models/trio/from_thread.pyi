from uncoil import blocks, schedules, spawns, task_owner

# From a worker thread, on the loop that started it; the worker waits. On the thread of the loop they raise RuntimeError.

@blocks("deadlock")
@task_owner
@spawns("afn")
def run(afn, *args, trio_token=None): ...

@blocks("deadlock")
@schedules("fn")
def run_sync(fn, *args, trio_token=None): ...
