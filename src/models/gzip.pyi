from io import FileIO

from uncoil import blocks, resource

@blocks("file", instead="asyncio.to_thread")
@resource("close")
def open(filename, mode="rb", compresslevel=9, encoding=None, errors=None, newline=None) -> FileIO: ...

# Can also wrap memory: silent.
class GzipFile: ...

@blocks("cpu", instead="asyncio.to_thread", severity="information")
def compress(data, compresslevel=9, *, mtime=None) -> bytes: ...

@blocks("cpu", instead="asyncio.to_thread", severity="information")
def decompress(data) -> bytes: ...
