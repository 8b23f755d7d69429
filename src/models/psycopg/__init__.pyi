from uncoil import blocks

from ._server_cursor import ServerCursor
from ._server_cursor_async import AsyncServerCursor
from .connection import Connection
from .connection_async import AsyncConnection
from .cursor import Cursor
from .cursor_async import AsyncCursor
from .transaction import AsyncTransaction, Transaction

@blocks("database", instead="psycopg.AsyncConnection.connect")
def connect(conninfo="", **kwargs) -> Connection: ...
