from uncoil import handles

class RouteDef: ...

class RouteTableDef:
    def get(self, path, **kwargs):
        @handles("handler")
        def decorator(handler):
            return handler
        return decorator
    def head(self, path, **kwargs):
        @handles("handler")
        def decorator(handler):
            return handler
        return decorator
    def post(self, path, **kwargs):
        @handles("handler")
        def decorator(handler):
            return handler
        return decorator
    def put(self, path, **kwargs):
        @handles("handler")
        def decorator(handler):
            return handler
        return decorator
    def patch(self, path, **kwargs):
        @handles("handler")
        def decorator(handler):
            return handler
        return decorator
    def delete(self, path, **kwargs):
        @handles("handler")
        def decorator(handler):
            return handler
        return decorator
    def options(self, path, **kwargs):
        @handles("handler")
        def decorator(handler):
            return handler
        return decorator
    def view(self, path, **kwargs):
        @handles("handler")
        def decorator(handler):
            return handler
        return decorator
    def route(self, method, path, **kwargs):
        @handles("handler")
        def decorator(handler):
            return handler
        return decorator
    def static(self, prefix, path, **kwargs) -> None: ...

@handles("handler")
def route(method, path, handler, **kwargs) -> RouteDef: ...
@handles("handler")
def get(path, handler, *, name=None, allow_head=True, **kwargs) -> RouteDef: ...
@handles("handler")
def head(path, handler, **kwargs) -> RouteDef: ...
@handles("handler")
def post(path, handler, **kwargs) -> RouteDef: ...
@handles("handler")
def put(path, handler, **kwargs) -> RouteDef: ...
@handles("handler")
def patch(path, handler, **kwargs) -> RouteDef: ...
@handles("handler")
def delete(path, handler, **kwargs) -> RouteDef: ...
@handles("handler")
def options(path, handler, **kwargs) -> RouteDef: ...
@handles("handler")
def view(path, handler, **kwargs) -> RouteDef: ...
def static(prefix, path, **kwargs): ...
