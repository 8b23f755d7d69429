from starlette.applications import Starlette
from starlette.concurrency import _handle
from uncoil import handles, keeps, startup

@keeps("state", asked="fastapi.Request.app")
class FastAPI(Starlette):
    dependency_overrides: dict
    @startup("lifespan")
    def __init__(self, *, debug=False, routes=None, title="FastAPI", lifespan=None, **kwargs) -> None: ...
    def openapi(self) -> dict: ...
    def api_route(self, path, **kwargs):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def get(self, path, **kwargs):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def put(self, path, **kwargs):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def post(self, path, **kwargs):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def delete(self, path, **kwargs):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def options(self, path, **kwargs):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def head(self, path, **kwargs):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def patch(self, path, **kwargs):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def trace(self, path, **kwargs):
        def decorator(func):
            _handle(func)
            return func
        return decorator
    def add_api_route(self, path, endpoint, **kwargs) -> None:
        _handle(endpoint)
    def websocket(self, path, name=None, *, dependencies=None):
        @handles("func", kind="websocket")
        def decorator(func):
            return func
        return decorator
    @handles("endpoint", kind="websocket")
    def add_api_websocket_route(self, path, endpoint, name=None, *, dependencies=None) -> None: ...
    def include_router(self, router, *, prefix="", tags=None, dependencies=None, **kwargs) -> None: ...
    def on_event(self, event_type):
        @startup("func")
        def decorator(func):
            return func
        return decorator
