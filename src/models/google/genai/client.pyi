from uncoil import concurrent, loop_bound

from .chats import AsyncChats, Chats
from .files import AsyncFiles, Files
from .models import AsyncModels, Models

__waits__ = "network"

class Client:
    # Connects with the first request.
    models: "Models"
    chats: "Chats"
    files: "Files"
    aio: "AsyncClient"
    def __init__(self, **kwargs) -> None: ...
    def __enter__(self) -> "Client": ...
    def __exit__(self, exc_type, exc_value, traceback) -> None: ...

@concurrent
@loop_bound
class AsyncClient:
    models: "AsyncModels"
    chats: "AsyncChats"
    files: "AsyncFiles"
    async def __aenter__(self) -> "AsyncClient": ...
    async def __aexit__(self, exc_type, exc_value, traceback) -> None: ...
    async def aclose(self) -> None: ...
