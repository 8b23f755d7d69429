from uncoil import offloads

@offloads("func")
async def to_thread(func, /, *args, **kwargs): ...
