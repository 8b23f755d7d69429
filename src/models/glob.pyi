import os

from uncoil import blocks, listing

@blocks("file", instead="asyncio.to_thread")
def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False) -> list[str]: ...

@listing
def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    os.scandir(pathname)
    yield ""
