from uncoil import blocks, concurrent, reads

from .._streaming import _AsyncStreaming, _Streaming

__waits__ = "network"

class Embeddings:
    with_raw_response: "Embeddings"
    with_streaming_response: "_Streaming"
    @blocks("network", instead="openai.AsyncOpenAI")
    def create(self, *, input, model, **kwargs): ...

@concurrent
class AsyncEmbeddings:
    with_raw_response: "AsyncEmbeddings"
    with_streaming_response: "_AsyncStreaming"
    @reads
    async def create(self, *, input, model, **kwargs): ...
