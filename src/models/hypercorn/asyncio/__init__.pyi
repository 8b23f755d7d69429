from uncoil import serves

@serves
async def serve(app, config, *, shutdown_trigger=None, mode=None) -> None: ...
