from uncoil import blocks, concurrent, reads

from .._streaming import _AsyncStreaming, _Streaming

__waits__ = "network"

class Moderations:
    with_raw_response: "Moderations"
    with_streaming_response: "_Streaming"
    @blocks("network", instead="openai.AsyncOpenAI")
    def create(self, *, input, **kwargs): ...

@concurrent
class AsyncModerations:
    with_raw_response: "AsyncModerations"
    with_streaming_response: "_AsyncStreaming"
    @reads
    async def create(self, *, input, **kwargs): ...
