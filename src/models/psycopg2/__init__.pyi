from uncoil import blocks

from .extensions import connection

@blocks("database", instead="psycopg.AsyncConnection.connect")
def connect(dsn=None, connection_factory=None, cursor_factory=None, **kwargs) -> connection: ...
