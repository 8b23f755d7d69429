from uncoil import blocks

from .connection import MySQLConnection

@blocks("database", instead="mysql.connector.aio.connect")
def connect(*args, **kwargs) -> MySQLConnection: ...
