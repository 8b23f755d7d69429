def command(**kwargs):
    def decorator(func):
        return func
    return decorator

def context_menu(**kwargs):
    def decorator(func):
        return func
    return decorator

def describe(**parameters):
    def decorator(func):
        return func
    return decorator
