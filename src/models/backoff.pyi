# Coroutine functions stay coroutine functions.

def on_exception(wait_gen, exception, **kwargs):
    def decorator(target):
        return target
    return decorator

def on_predicate(wait_gen, predicate=None, **kwargs):
    def decorator(target):
        return target
    return decorator
