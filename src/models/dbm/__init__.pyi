from uncoil import blocks

@blocks("file", instead="asyncio.to_thread")
def open(file, flag="r", mode=0o666): ...
