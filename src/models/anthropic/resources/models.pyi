from uncoil import blocks, concurrent, reads

from .._streaming import _AsyncPaginator, _Page

__waits__ = "network"

class Models:
    @blocks("network", instead="anthropic.AsyncAnthropic")
    def retrieve(self, model_id, **kwargs): ...
    @blocks("network", instead="anthropic.AsyncAnthropic")
    def list(self, **kwargs) -> "_Page": ...

@concurrent
class AsyncModels:
    @reads
    async def retrieve(self, model_id, **kwargs): ...
    def list(self, **kwargs) -> "_AsyncPaginator": ...
