from .core import Connection, connect
from .cursor import Cursor
