from uncoil import blocks, concurrent

from .._streaming import _AsyncStreaming, _Streaming

__waits__ = "network"

class Images:
    with_raw_response: "Images"
    with_streaming_response: "_Streaming"
    @blocks("network", instead="openai.AsyncOpenAI")
    def generate(self, *, prompt, **kwargs): ...
    @blocks("network", instead="openai.AsyncOpenAI")
    def edit(self, *, image, prompt, **kwargs): ...
    @blocks("network", instead="openai.AsyncOpenAI")
    def create_variation(self, *, image, **kwargs): ...

@concurrent
class AsyncImages:
    with_raw_response: "AsyncImages"
    with_streaming_response: "_AsyncStreaming"
    async def generate(self, *, prompt, **kwargs): ...
    async def edit(self, *, image, prompt, **kwargs): ...
    async def create_variation(self, *, image, **kwargs): ...
