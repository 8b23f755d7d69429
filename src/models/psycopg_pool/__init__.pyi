from .pool import ConnectionPool
from .pool_async import AsyncConnectionPool
