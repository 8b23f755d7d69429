from uncoil import blocks

from .extensions import connection, cursor


class DictCursor(cursor): ...


class RealDictCursor(cursor): ...


class NamedTupleCursor(cursor): ...


class LoggingConnection(connection): ...

@blocks("database", instead="psycopg.AsyncCursor.executemany")
def execute_values(cur, sql, argslist, **kwargs): ...
@blocks("database", instead="psycopg.AsyncCursor.executemany")
def execute_batch(cur, sql, argslist, **kwargs): ...
