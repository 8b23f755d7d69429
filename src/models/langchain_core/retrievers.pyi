from uncoil import blocks, concurrent

from .runnables.base import RunnableSerializable

__waits__ = "network"

@concurrent
class BaseRetriever(RunnableSerializable):
    # Costs what the retriever costs: one written in the project may only look at what it holds.
    @blocks("network", instead="langchain_core.runnables.Runnable.ainvoke")
    def _get_relevant_documents(self, query, *, run_manager) -> list: ...
    def invoke(self, input, config=None, **kwargs) -> list:
        return self._get_relevant_documents(input, run_manager=config)
    # Before 1.0.
    def get_relevant_documents(self, query, **kwargs) -> list:
        return self._get_relevant_documents(query, run_manager=None)
    async def aget_relevant_documents(self, query, **kwargs) -> list: ...
