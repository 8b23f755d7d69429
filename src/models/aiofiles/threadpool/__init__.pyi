from uncoil import resource

from ..base import AiofilesContextManager

@resource("close")
def open(
    file,
    mode="r",
    buffering=-1,
    encoding=None,
    errors=None,
    newline=None,
    closefd=True,
    opener=None,
    *,
    loop=None,
    executor=None,
) -> AiofilesContextManager: ...
