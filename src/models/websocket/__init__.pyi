from ._app import WebSocketApp
from ._core import WebSocket, create_connection
