def fixture(fixture_function=None, **kwargs):
    if callable(fixture_function):
        return fixture_function
    def decorator(function):
        return function
    return decorator
