from uncoil import blocks

from .connections import Connection

@blocks("database", instead="aiomysql.connect")
def connect(*args, **kwargs) -> Connection: ...
