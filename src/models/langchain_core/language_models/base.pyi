from uncoil import blocks, concurrent

from ..runnables.base import Runnable, RunnableSerializable

__waits__ = "network"

@concurrent
class BaseLanguageModel(RunnableSerializable):
    def with_structured_output(self, schema, **kwargs) -> Runnable: ...
    @blocks("network", instead="langchain_core.language_models.BaseLanguageModel.agenerate_prompt")
    def generate_prompt(self, prompts, stop=None, callbacks=None, **kwargs): ...
    async def agenerate_prompt(self, prompts, stop=None, callbacks=None, **kwargs): ...
