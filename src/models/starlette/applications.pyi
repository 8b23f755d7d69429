from uncoil import handles, keeps, startup

from .concurrency import _handle
from .datastructures import State
from .routing import Router

@keeps("state", given="starlette.requests.Request.app")
class Starlette:
    state: State
    router: Router
    @startup("lifespan")
    def __init__(
        self,
        debug=False,
        routes=None,
        middleware=None,
        exception_handlers=None,
        on_startup=None,
        on_shutdown=None,
        lifespan=None,
        **kwargs,
    ) -> None: ...
    async def __call__(self, scope, receive, send) -> None: ...
    def mount(self, path, app, name=None) -> None: ...
    def host(self, host, app, name=None) -> None: ...
    def add_middleware(self, middleware_class, *args, **kwargs) -> None: ...
    def add_exception_handler(self, exc_class_or_status_code, handler) -> None:
        _handle(handler)
    @startup("func")
    def add_event_handler(self, event_type, func) -> None: ...
    def add_route(self, path, route, methods=None, name=None, include_in_schema=True) -> None:
        _handle(route)
    @handles("route", kind="websocket")
    def add_websocket_route(self, path, route, name=None) -> None: ...
    def exception_handler(self, exc_class_or_status_code):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def route(self, path, methods=None, name=None, include_in_schema=True):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def websocket_route(self, path, name=None):
        @handles("func", kind="websocket")
        def decorator(func):
            return func
        return decorator
    def middleware(self, middleware_type):
        @handles("func")
        def decorator(func):
            return func
        return decorator
    def on_event(self, event_type):
        @startup("func")
        def decorator(func):
            return func
        return decorator
