from uncoil import blocks

@blocks("file", instead="asyncio.to_thread")
def copyfileobj(fsrc, fdst, length=0) -> None: ...

@blocks("file", instead="asyncio.to_thread")
def copyfile(src, dst, *, follow_symlinks=True) -> str: ...

@blocks("file", instead="asyncio.to_thread")
def copy(src, dst, *, follow_symlinks=True) -> str: ...

@blocks("file", instead="asyncio.to_thread")
def copy2(src, dst, *, follow_symlinks=True) -> str: ...

@blocks("file", instead="asyncio.to_thread")
def copytree(
    src,
    dst,
    symlinks=False,
    ignore=None,
    copy_function=copy2,
    ignore_dangling_symlinks=False,
    dirs_exist_ok=False,
) -> str:
    ignore("", [""])
    copy_function("", "")

@blocks("file", instead="asyncio.to_thread")
def rmtree(path, ignore_errors=False, onerror=None, *, onexc=None, dir_fd=None) -> None: ...

@blocks("file", instead="asyncio.to_thread")
def move(src, dst, copy_function=copy2) -> str: ...

@blocks("file", instead="asyncio.to_thread")
def make_archive(base_name, format, root_dir=None, base_dir=None, **kwargs) -> str: ...

@blocks("file", instead="asyncio.to_thread")
def unpack_archive(filename, extract_dir=None, format=None, *, filter=None) -> None: ...

@blocks("file", instead="asyncio.to_thread", severity="information")
def copymode(src, dst, *, follow_symlinks=True) -> None: ...

@blocks("file", instead="asyncio.to_thread", severity="information")
def copystat(src, dst, *, follow_symlinks=True) -> None: ...

@blocks("file", instead="asyncio.to_thread", severity="information")
def disk_usage(path): ...

@blocks("file", instead="asyncio.to_thread", severity="information")
def chown(path, user=None, group=None) -> None: ...

@blocks("file", instead="asyncio.to_thread", severity="information")
def which(cmd, mode=1, path=None) -> str | None: ...
