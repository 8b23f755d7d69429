from .core.connection import Connection
