from uncoil import blocks

# Left behind more often than meant.

@blocks("input", severity="warning")
def set_trace(*args, **kwargs) -> None: ...

@blocks("input", severity="warning")
def post_mortem(t=None) -> None: ...
