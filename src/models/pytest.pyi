def fixture(fixture_function=None, *, scope="function", params=None, autouse=False, ids=None, name=None):
    if callable(fixture_function):
        return fixture_function
    def decorator(function):
        return function
    return decorator
