from uncoil import drops

# Called when the interpreter ends: not by a loop, and nobody awaits what it returns.
@drops("func")
def register(func, *args, **kwargs):
    return func

def unregister(func, /) -> None: ...
