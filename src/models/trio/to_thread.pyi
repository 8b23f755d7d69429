from uncoil import offloads

@offloads("sync_fn")
async def run_sync(sync_fn, *args, thread_name=None, abandon_on_cancel=False, limiter=None): ...
