from uncoil import drops, entry

# Called when the interpreter ends: not by a loop, and nobody awaits what it returns.
@drops("func")
@entry("worker", "func")
def register(func, *args, **kwargs):
    return func

def unregister(func, /) -> None: ...
