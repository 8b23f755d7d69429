from uncoil import caches

@caches("awaited")
def cache(expire=None, coder=None, key_builder=None, namespace="", injected_dependency_namespace="__fastapi_cache"):
    def decorator(func):
        return func
    return decorator
