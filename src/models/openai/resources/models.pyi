from uncoil import blocks, concurrent, reads

from .._streaming import _AsyncPaginator, _Page

__waits__ = "network"

class Models:
    @blocks("network", instead="openai.AsyncOpenAI")
    def retrieve(self, model, **kwargs): ...
    @blocks("network", instead="openai.AsyncOpenAI")
    def delete(self, model, **kwargs): ...
    @blocks("network", instead="openai.AsyncOpenAI")
    def list(self, **kwargs) -> "_Page": ...

@concurrent
class AsyncModels:
    @reads
    async def retrieve(self, model, **kwargs): ...
    async def delete(self, model, **kwargs): ...
    def list(self, **kwargs) -> "_AsyncPaginator": ...
