from uncoil import blocks

from .._streaming import AsyncStream, Stream

__waits__ = "network"

# Before the Messages API; gone from current versions.
class Completions:
    @blocks("network", instead="anthropic.AsyncAnthropic")
    def create(self, **kwargs) -> "Stream": ...

class AsyncCompletions:
    async def create(self, **kwargs) -> "AsyncStream": ...
