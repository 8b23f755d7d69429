from uncoil import enters_loop, handles, serves

from .web_app import Application as Application
from .web_fileresponse import FileResponse as FileResponse
from .web_request import BaseRequest as BaseRequest, Request as Request
from .web_response import Response as Response, StreamResponse as StreamResponse, json_response as json_response
from .web_routedef import (
    RouteDef as RouteDef,
    RouteTableDef as RouteTableDef,
    delete as delete,
    get as get,
    head as head,
    options as options,
    patch as patch,
    post as post,
    put as put,
    route as route,
    static as static,
    view as view,
)
from .web_runner import AppRunner as AppRunner, ServerRunner as ServerRunner, SockSite as SockSite, TCPSite as TCPSite, UnixSite as UnixSite
from .web_ws import WebSocketResponse as WebSocketResponse

# The application may be a coroutine that makes it.
@serves
@enters_loop("app")
def run_app(app, *, host=None, port=None, path=None, **kwargs) -> None: ...

@handles("f")
def middleware(f):
    return f

class View:
    @property
    def request(self) -> Request: ...
    @handles(kind="request")
    async def get(self): ...
    @handles(kind="request")
    async def head(self): ...
    @handles(kind="request")
    async def post(self): ...
    @handles(kind="request")
    async def put(self): ...
    @handles(kind="request")
    async def patch(self): ...
    @handles(kind="request")
    async def delete(self): ...
    @handles(kind="request")
    async def options(self): ...
