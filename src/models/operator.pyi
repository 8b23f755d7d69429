def call(obj, /, *args, **kwargs):
    return obj(*args, **kwargs)
