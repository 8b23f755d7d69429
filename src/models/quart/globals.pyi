from .wrappers import Request, Websocket

request: Request
websocket: Websocket
