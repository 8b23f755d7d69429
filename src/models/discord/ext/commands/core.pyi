from uncoil import handles

def command(name=None, cls=None, **attrs):
    @handles("func", kind="command")
    def decorator(func):
        return func
    return decorator

def group(name=None, cls=None, **attrs):
    @handles("func", kind="command")
    def decorator(func):
        return func
    return decorator

# A predicate may be a coroutine function.
def check(predicate, /):
    def decorator(func):
        return func
    return decorator
