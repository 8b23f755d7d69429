from uncoil import blocks

@blocks("process", instead="asyncio.create_subprocess_exec")
def spawn(argv, master_read=None, stdin_read=None) -> int: ...
