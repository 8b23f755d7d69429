from uncoil import blocks, concurrent

__waits__ = "network"

@concurrent
class BaseRetriever:
    @blocks("network", instead="llama_index.core.base.base_retriever.BaseRetriever.aretrieve")
    def retrieve(self, str_or_query_bundle) -> list: ...
    async def aretrieve(self, str_or_query_bundle) -> list: ...
