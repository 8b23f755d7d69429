from .connection import Connection, connect
from .pool import Pool, create_pool
