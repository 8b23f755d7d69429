from .asynchronous.command_cursor import AsyncCommandCursor
from .synchronous.command_cursor import CommandCursor
