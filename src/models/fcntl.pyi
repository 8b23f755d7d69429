from uncoil import blocks

# LOCK_NB is as usual as its absence: mentioned, never insisted on.

@blocks("lock", instead="asyncio.to_thread", severity="information")
def flock(fd, operation, /) -> None: ...

@blocks("lock", instead="asyncio.to_thread", severity="information")
def lockf(fd, cmd, len=0, start=0, whence=0, /) -> None: ...
