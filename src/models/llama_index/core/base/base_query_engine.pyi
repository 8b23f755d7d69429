from uncoil import blocks, concurrent

__waits__ = "network"

@concurrent
class BaseQueryEngine:
    @blocks("network", instead="llama_index.core.base.base_query_engine.BaseQueryEngine.aquery")
    def query(self, str_or_query_bundle): ...
    async def aquery(self, str_or_query_bundle): ...
