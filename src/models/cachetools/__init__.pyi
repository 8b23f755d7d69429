def cached(cache, **kwargs):
    def decorator(func):
        return func
    return decorator

def cachedmethod(cache, **kwargs):
    def decorator(method):
        return method
    return decorator
