from collections.abc import AsyncIterator, Iterator

from uncoil import blocks

__waits__ = "network"

class BaseChatEngine:
    @blocks("network", instead="llama_index.core.chat_engine.types.BaseChatEngine.achat")
    def chat(self, message, *args, **kwargs): ...
    @blocks("network", instead="llama_index.core.chat_engine.types.BaseChatEngine.astream_chat")
    def stream_chat(self, message, *args, **kwargs) -> "_ChatStream": ...
    async def achat(self, message, *args, **kwargs): ...
    async def astream_chat(self, message, *args, **kwargs) -> "_AsyncChatStream": ...

class _ChatStream:
    response_gen: Iterator[str]

class _AsyncChatStream:
    def async_response_gen(self) -> AsyncIterator[str]: ...
