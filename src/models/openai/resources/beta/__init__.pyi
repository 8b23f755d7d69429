from uncoil import blocks, concurrent

from ..._streaming import _AsyncPaginator, _Page
from ..chat import AsyncChat, Chat
from .threads import AsyncThreads, Threads

__waits__ = "network"

class Assistants:
    @blocks("network", instead="openai.AsyncOpenAI")
    def create(self, *, model, **kwargs): ...
    @blocks("network", instead="openai.AsyncOpenAI")
    def retrieve(self, assistant_id, **kwargs): ...
    @blocks("network", instead="openai.AsyncOpenAI")
    def update(self, assistant_id, **kwargs): ...
    @blocks("network", instead="openai.AsyncOpenAI")
    def delete(self, assistant_id, **kwargs): ...
    @blocks("network", instead="openai.AsyncOpenAI")
    def list(self, **kwargs) -> "_Page": ...

class Beta:
    chat: "Chat"
    assistants: "Assistants"
    threads: "Threads"

@concurrent
class AsyncAssistants:
    async def create(self, *, model, **kwargs): ...
    async def retrieve(self, assistant_id, **kwargs): ...
    async def update(self, assistant_id, **kwargs): ...
    async def delete(self, assistant_id, **kwargs): ...
    def list(self, **kwargs) -> "_AsyncPaginator": ...

class AsyncBeta:
    chat: "AsyncChat"
    assistants: "AsyncAssistants"
    threads: "AsyncThreads"
