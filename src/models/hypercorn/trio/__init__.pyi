from uncoil import serves

@serves
async def serve(app, config, *, shutdown_trigger=None, task_status=None, mode=None) -> None: ...
