from uncoil import blocks, concurrent, reads, streams

from .._streaming import AsyncStream, Stream, _AsyncStreaming, _Streaming

__waits__ = "network"

class Completions:
    with_raw_response: "Completions"
    with_streaming_response: "_Streaming"
    @streams("stream")
    @blocks("network", instead="openai.AsyncOpenAI")
    def create(self, *, model, prompt, **kwargs) -> "Stream": ...

@concurrent
class AsyncCompletions:
    with_raw_response: "AsyncCompletions"
    with_streaming_response: "_AsyncStreaming"
    @reads
    async def create(self, *, model, prompt, **kwargs) -> "AsyncStream": ...
