from .connection import MySQLConnection

__waits__ = "database"

async def connect(*args, **kwargs) -> MySQLConnection: ...
