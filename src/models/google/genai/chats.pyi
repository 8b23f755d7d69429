from collections.abc import AsyncIterator
from typing import Any

from uncoil import blocks

from ._chunks import _Chunks

__waits__ = "network"

class Chats:
    def create(self, **kwargs) -> "Chat": ...

class Chat:
    @blocks("network", instead="google.genai.Client.aio.chats.send_message")
    def send_message(self, message, **kwargs): ...
    def send_message_stream(self, message, **kwargs) -> "_Chunks": ...

class AsyncChats:
    def create(self, **kwargs) -> "AsyncChat": ...

class AsyncChat:
    async def send_message(self, message, **kwargs): ...
    async def send_message_stream(self, message, **kwargs) -> AsyncIterator[Any]: ...
