from io import FileIO

from uncoil import blocks, resource

@blocks("file", instead="asyncio.to_thread")
@resource("close")
def open(filename, mode="rb", *, format=None, check=-1, preset=None, filters=None, encoding=None, errors=None, newline=None) -> FileIO: ...

# Can also wrap memory: silent.
class LZMAFile: ...

@blocks("cpu", instead="asyncio.to_thread", severity="information")
def compress(data, format=1, check=-1, preset=None, filters=None) -> bytes: ...

@blocks("cpu", instead="asyncio.to_thread", severity="information")
def decompress(data, format=0, memlimit=None, filters=None) -> bytes: ...
