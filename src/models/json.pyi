from typing import Any

from uncoil import blocks, formats

# The file object decides: it may be memory. loads and dumps are quick for what usually is given to them.

@blocks("file", instead="asyncio.to_thread", severity="information")
def load(fp, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, object_pairs_hook=None, **kw) -> Any: ...

@formats("obj")
@blocks("file", instead="asyncio.to_thread", severity="information")
def dump(obj, fp, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None, separators=None, default=None, sort_keys=False, **kw) -> None:
    default(obj)

def loads(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, object_pairs_hook=None, **kw) -> Any:
    object_hook({})

@formats("obj")
def dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None, separators=None, default=None, sort_keys=False, **kw) -> str:
    default(obj)
