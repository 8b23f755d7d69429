from contextlib import asynccontextmanager
from starlette.concurrency import iterate_in_threadpool as iterate_in_threadpool, run_in_threadpool as run_in_threadpool

# Entering and leaving happen in the thread pool.
@asynccontextmanager
async def contextmanager_in_threadpool(cm):
    yield None
