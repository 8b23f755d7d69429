from typing import Self

from uncoil import blocks, twin

from .cursor import Cursor


@twin("psycopg.AsyncServerCursor")
class ServerCursor(Cursor):
    def __iter__(self) -> Self: ...
    @blocks("database", instead="psycopg.AsyncServerCursor")
    def __next__(self): ...
    @blocks("database", instead="psycopg.AsyncServerCursor.fetchone")
    def fetchone(self): ...
    @blocks("database", instead="psycopg.AsyncServerCursor.fetchmany")
    def fetchmany(self, size=0): ...
    @blocks("database", instead="psycopg.AsyncServerCursor.fetchall")
    def fetchall(self): ...
    @blocks("database", instead="psycopg.AsyncServerCursor.scroll")
    def scroll(self, value, mode="relative"): ...
