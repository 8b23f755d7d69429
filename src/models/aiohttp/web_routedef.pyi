class RouteDef: ...

class RouteTableDef:
    def get(self, path, **kwargs):
        def decorator(handler):
            return handler
        return decorator
    def head(self, path, **kwargs):
        def decorator(handler):
            return handler
        return decorator
    def post(self, path, **kwargs):
        def decorator(handler):
            return handler
        return decorator
    def put(self, path, **kwargs):
        def decorator(handler):
            return handler
        return decorator
    def patch(self, path, **kwargs):
        def decorator(handler):
            return handler
        return decorator
    def delete(self, path, **kwargs):
        def decorator(handler):
            return handler
        return decorator
    def options(self, path, **kwargs):
        def decorator(handler):
            return handler
        return decorator
    def view(self, path, **kwargs):
        def decorator(handler):
            return handler
        return decorator
    def route(self, method, path, **kwargs):
        def decorator(handler):
            return handler
        return decorator
    def static(self, prefix, path, **kwargs) -> None: ...

def route(method, path, handler, **kwargs) -> RouteDef: ...
def get(path, handler, *, name=None, allow_head=True, **kwargs) -> RouteDef: ...
def head(path, handler, **kwargs) -> RouteDef: ...
def post(path, handler, **kwargs) -> RouteDef: ...
def put(path, handler, **kwargs) -> RouteDef: ...
def patch(path, handler, **kwargs) -> RouteDef: ...
def delete(path, handler, **kwargs) -> RouteDef: ...
def options(path, handler, **kwargs) -> RouteDef: ...
def view(path, handler, **kwargs) -> RouteDef: ...
def static(prefix, path, **kwargs): ...
