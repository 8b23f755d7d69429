from typing import Any

from uncoil import blocks

@blocks("file", instead="asyncio.to_thread", severity="information")
def load(fp, /, *, parse_float=float) -> dict[str, Any]: ...

def loads(s, /, *, parse_float=float) -> dict[str, Any]: ...
