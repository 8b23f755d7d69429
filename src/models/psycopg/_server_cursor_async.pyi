from .cursor_async import AsyncCursor


class AsyncServerCursor(AsyncCursor): ...
