from uncoil import blocks

from .runnables.base import RunnableSerializable

class BaseRetriever(RunnableSerializable):
    # Before 1.0.
    @blocks("network", instead="langchain_core.runnables.Runnable.ainvoke")
    def get_relevant_documents(self, query, **kwargs) -> list: ...
    async def aget_relevant_documents(self, query, **kwargs) -> list: ...
