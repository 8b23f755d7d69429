from io import FileIO

from uncoil import blocks, resource

@blocks("file", instead="asyncio.to_thread")
@resource("close")
def open(filename, mode="r", encoding=None, errors="strict", buffering=-1) -> FileIO: ...
