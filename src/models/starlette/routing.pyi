from uncoil import handles, startup

from .concurrency import _handle

class BaseRoute: ...

class Route(BaseRoute):
    def __init__(self, path, endpoint, *, methods=None, name=None, include_in_schema=True, middleware=None, **kwargs) -> None:
        _handle(endpoint)

class WebSocketRoute(BaseRoute):
    @handles("endpoint", kind="websocket")
    def __init__(self, path, endpoint, *, name=None, middleware=None) -> None: ...

class Mount(BaseRoute):
    def __init__(self, path, app=None, routes=None, name=None, *, middleware=None) -> None: ...

class Host(BaseRoute):
    def __init__(self, host, app, name=None) -> None: ...

class Router:
    @startup("lifespan")
    def __init__(
        self,
        routes=None,
        redirect_slashes=True,
        default=None,
        on_startup=None,
        on_shutdown=None,
        lifespan=None,
        *,
        middleware=None,
        **kwargs,
    ) -> None: ...
    async def __call__(self, scope, receive, send) -> None: ...
    def mount(self, path, app, name=None) -> None: ...
    def host(self, host, app, name=None) -> None: ...
    def add_route(self, path, endpoint, methods=None, name=None, include_in_schema=True) -> None:
        _handle(endpoint)
    @handles("endpoint", kind="websocket")
    def add_websocket_route(self, path, endpoint, name=None) -> None: ...
    @startup("func")
    def add_event_handler(self, event_type, func) -> None: ...
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
    def on_event(self, event_type):
        @startup("func")
        def decorator(func):
            return func
        return decorator
