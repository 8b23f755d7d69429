from uncoil import handles

def command(**kwargs):
    @handles("func", kind="command")
    def decorator(func):
        return func
    return decorator

def context_menu(**kwargs):
    @handles("func", kind="command")
    def decorator(func):
        return func
    return decorator

def describe(**parameters):
    def decorator(func):
        return func
    return decorator
