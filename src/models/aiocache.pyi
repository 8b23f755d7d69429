from uncoil import caches

# Really classes whose objects decorate. They keep what the coroutine gives.

@caches("awaited")
def cached(*args, **kwargs):
    def decorator(function):
        return function
    return decorator

@caches("awaited")
def cached_stampede(*args, **kwargs):
    def decorator(function):
        return function
    return decorator

@caches("awaited")
def multi_cached(*args, **kwargs):
    def decorator(function):
        return function
    return decorator
