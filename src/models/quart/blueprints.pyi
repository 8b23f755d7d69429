from uncoil import handles

from ._handle import handle as _handle

class Blueprint:
    def __init__(self, name, import_name, **kwargs) -> None: ...
    def route(self, rule, **options):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def get(self, rule, **options):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def post(self, rule, **options):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def put(self, rule, **options):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def delete(self, rule, **options):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def patch(self, rule, **options):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def before_request(self, f):
        _handle(f)
        return f
    def after_request(self, f):
        _handle(f)
        return f
    def teardown_request(self, f):
        _handle(f)
        return f
    def errorhandler(self, code_or_exception):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def websocket(self, rule, **options):
        @handles("func", kind="websocket")
        def decorator(func):
            return func
        return decorator
