from .asynchronous.change_stream import AsyncChangeStream
from .synchronous.change_stream import ChangeStream
