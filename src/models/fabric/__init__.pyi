from .connection import Connection
