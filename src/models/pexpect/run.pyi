from uncoil import blocks

@blocks("process", instead="asyncio.create_subprocess_exec")
def run(command, timeout=30, **kwargs): ...
