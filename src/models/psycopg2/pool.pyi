from uncoil import blocks, twin

from .extensions import connection


@twin("psycopg_pool.AsyncConnectionPool")
class SimpleConnectionPool:
    # Opens minconn connections.
    @blocks("database", instead="psycopg_pool.AsyncConnectionPool")
    def __init__(self, minconn, maxconn, *args, **kwargs) -> None: ...
    # Opens a connection when none is free; mostly one is.
    @blocks("database", instead="psycopg_pool.AsyncConnectionPool.getconn", severity="information")
    def getconn(self, key=None) -> connection: ...
    def putconn(self, conn=None, key=None, close=False) -> None: ...
    def closeall(self) -> None: ...


class ThreadedConnectionPool(SimpleConnectionPool): ...
