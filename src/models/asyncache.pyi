from uncoil import caches

@caches("awaited")
def cached(cache, **kwargs):
    def decorator(func):
        return func
    return decorator

@caches("awaited")
def cachedmethod(cache, **kwargs):
    def decorator(method):
        return method
    return decorator
