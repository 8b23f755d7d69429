from uncoil import blocks, concurrent, reads, streams

from ..._streaming import (
    AsyncStream,
    Stream,
    _AsyncStreaming,
    _AsyncStreamManager,
    _Streaming,
    _StreamManager,
)

__waits__ = "network"

class Completions:
    with_raw_response: "Completions"
    with_streaming_response: "_Streaming"
    @streams("stream")
    @blocks("network", instead="openai.AsyncOpenAI")
    def create(self, *, messages, model, **kwargs) -> "Stream": ...
    @blocks("network", instead="openai.AsyncOpenAI")
    def parse(self, *, messages, model, **kwargs): ...
    def stream(self, *, messages, model, **kwargs) -> "_StreamManager": ...

@concurrent
class AsyncCompletions:
    with_raw_response: "AsyncCompletions"
    with_streaming_response: "_AsyncStreaming"
    @reads
    async def create(self, *, messages, model, **kwargs) -> "AsyncStream": ...
    @reads
    async def parse(self, *, messages, model, **kwargs): ...
    def stream(self, *, messages, model, **kwargs) -> "_AsyncStreamManager": ...
