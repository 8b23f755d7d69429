from uncoil import caches

@caches
def fifo_cache(maxsize=128, typed=False):
    if callable(maxsize):
        return maxsize
    def decorator(function):
        return function
    return decorator

@caches
def lfu_cache(maxsize=128, typed=False):
    if callable(maxsize):
        return maxsize
    def decorator(function):
        return function
    return decorator

@caches
def lru_cache(maxsize=128, typed=False):
    if callable(maxsize):
        return maxsize
    def decorator(function):
        return function
    return decorator

@caches
def rr_cache(maxsize=128, choice=None, typed=False):
    if callable(maxsize):
        return maxsize
    def decorator(function):
        return function
    return decorator

@caches
def ttl_cache(maxsize=128, ttl=600, timer=None, typed=False):
    if callable(maxsize):
        return maxsize
    def decorator(function):
        return function
    return decorator
