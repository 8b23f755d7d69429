from uncoil import enters_loop, handles, serves, startup

from ._handle import handle as _handle, handle_job as _handle_job

class Quart:
    def __init__(self, import_name, **kwargs) -> None: ...
    async def __call__(self, scope, receive, send) -> None: ...
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
    def register_blueprint(self, blueprint, **options) -> None: ...
    @startup("func")
    def before_serving(self, func):
        return func
    @startup("func")
    def while_serving(self, func):
        return func
    def after_serving(self, func):
        return func
    def add_background_task(self, func, *args, **kwargs) -> None:
        _handle_job(func)
    @serves
    @enters_loop
    def run(self, host=None, port=None, debug=None, use_reloader=True, loop=None, **kwargs) -> None: ...
    @serves
    async def run_task(self, host="127.0.0.1", port=5000, debug=None, **kwargs) -> None: ...
    def ensure_async(self, func):
        return func
    async def startup(self) -> None: ...
    async def shutdown(self) -> None: ...
