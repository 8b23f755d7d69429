from uncoil import expects_error

def fixture(fixture_function=None, *, scope="function", params=None, autouse=False, ids=None, name=None):
    if callable(fixture_function):
        return fixture_function
    def decorator(function):
        return function
    return decorator

@expects_error
def raises(expected_exception=None, *args, **kwargs): ...
@expects_error
def warns(expected_warning=None, *args, **kwargs): ...
