from uncoil import caches

@caches("awaited")
def alru_cache(maxsize=128, *args, **kwargs):
    if callable(maxsize):
        return maxsize
    def decorator(function):
        return function
    return decorator
