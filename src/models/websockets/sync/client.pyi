from uncoil import blocks, twin

from .connection import Connection

@blocks("network", instead="websockets.asyncio.client.connect")
def connect(uri, **kwargs) -> "ClientConnection": ...

@twin("websockets.asyncio.client.ClientConnection")
class ClientConnection(Connection): ...
