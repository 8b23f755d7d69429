from .asyncio.client import ClientConnection, connect
from .asyncio.server import Server, ServerConnection, serve
