from uncoil import caches

@caches
def cached(cache, **kwargs):
    def decorator(func):
        return func
    return decorator

@caches
def cachedmethod(cache, **kwargs):
    def decorator(method):
        return method
    return decorator
