from uncoil import entry, handles, startup

# Plain handlers run on the loop too.
class Blueprint:
    def __init__(self, name, url_prefix=None, **kwargs): ...
    def route(self, uri, **kwargs):
        @handles("handler")
        @entry("loop", "handler")
        def decorator(handler):
            return handler
        return decorator
    def get(self, uri, **kwargs):
        @handles("handler")
        @entry("loop", "handler")
        def decorator(handler):
            return handler
        return decorator
    def post(self, uri, **kwargs):
        @handles("handler")
        @entry("loop", "handler")
        def decorator(handler):
            return handler
        return decorator
    def put(self, uri, **kwargs):
        @handles("handler")
        @entry("loop", "handler")
        def decorator(handler):
            return handler
        return decorator
    def delete(self, uri, **kwargs):
        @handles("handler")
        @entry("loop", "handler")
        def decorator(handler):
            return handler
        return decorator
    def patch(self, uri, **kwargs):
        @handles("handler")
        @entry("loop", "handler")
        def decorator(handler):
            return handler
        return decorator
    def head(self, uri, **kwargs):
        @handles("handler")
        @entry("loop", "handler")
        def decorator(handler):
            return handler
        return decorator
    def options(self, uri, **kwargs):
        @handles("handler")
        @entry("loop", "handler")
        def decorator(handler):
            return handler
        return decorator
    def websocket(self, uri, **kwargs):
        @handles("handler", kind="websocket")
        @entry("loop", "handler")
        def decorator(handler):
            return handler
        return decorator
    @handles("handler")
    @entry("loop", "handler")
    def add_route(self, handler, uri, *args, **kwargs):
        return handler
    def exception(self, *exceptions, apply=True):
        @handles("handler")
        @entry("loop", "handler")
        def decorator(handler):
            return handler
        return decorator
    @handles("middleware")
    @entry("loop", "middleware")
    def on_request(self, middleware=None, *, priority=0):
        if callable(middleware):
            return middleware
        @handles("function")
        def decorator(function):
            return function
        return decorator
    @handles("middleware")
    @entry("loop", "middleware")
    def on_response(self, middleware=None, *, priority=0):
        if callable(middleware):
            return middleware
        @handles("function")
        def decorator(function):
            return function
        return decorator
    @handles("middleware_or_request")
    def middleware(self, middleware_or_request, attach_to="request", apply=True, *, priority=0):
        if callable(middleware_or_request):
            return middleware_or_request
        @handles("function")
        def decorator(function):
            return function
        return decorator
    def listener(self, listener_or_event, event_or_none=None, apply=True, *, priority=0):
        @startup("function")
        def decorator(function):
            return function
        return decorator
    def signal(self, event, **kwargs):
        @handles("handler", kind="event")
        def decorator(handler):
            return handler
        return decorator
    @startup("listener")
    def before_server_start(self, listener=None, *, priority=0):
        if callable(listener):
            return listener
        def decorator(function):
            return function
        return decorator
    @startup("listener")
    def after_server_start(self, listener=None, *, priority=0):
        if callable(listener):
            return listener
        def decorator(function):
            return function
        return decorator
    @startup("listener")
    def main_process_start(self, listener=None, *, priority=0):
        if callable(listener):
            return listener
        def decorator(function):
            return function
        return decorator
    def before_server_stop(self, listener=None, *, priority=0):
        if callable(listener):
            return listener
        def decorator(function):
            return function
        return decorator
    def after_server_stop(self, listener=None, *, priority=0):
        if callable(listener):
            return listener
        def decorator(function):
            return function
        return decorator
    def main_process_stop(self, listener=None, *, priority=0):
        if callable(listener):
            return listener
        def decorator(function):
            return function
        return decorator
