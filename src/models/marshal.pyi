from typing import Any

from uncoil import blocks

@blocks("file", instead="asyncio.to_thread", severity="information")
def load(file, /) -> Any: ...

@blocks("file", instead="asyncio.to_thread", severity="information")
def dump(value, file, version=4, /) -> None: ...
