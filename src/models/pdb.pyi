from uncoil import blocks

# Left behind more often than meant.

@blocks("input", severity="information")
def set_trace(*args, **kwargs) -> None: ...

@blocks("input", severity="information")
def post_mortem(t=None) -> None: ...
