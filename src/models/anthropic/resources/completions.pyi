from uncoil import blocks, concurrent, reads, streams

from .._streaming import AsyncStream, Stream

__waits__ = "network"

# Before the Messages API; gone from current versions.
class Completions:
    @streams("stream")
    @blocks("network", instead="anthropic.AsyncAnthropic")
    def create(self, **kwargs) -> "Stream": ...

@concurrent
class AsyncCompletions:
    @reads
    async def create(self, **kwargs) -> "AsyncStream": ...
