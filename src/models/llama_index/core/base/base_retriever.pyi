from uncoil import blocks

__waits__ = "network"

class BaseRetriever:
    @blocks("network", instead="llama_index.core.base.base_retriever.BaseRetriever.aretrieve")
    def retrieve(self, str_or_query_bundle) -> list: ...
    async def aretrieve(self, str_or_query_bundle) -> list: ...
