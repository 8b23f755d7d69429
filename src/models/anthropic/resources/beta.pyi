from uncoil import blocks, concurrent, reads, streams

from .._streaming import (
    AsyncStream,
    Stream,
    _AsyncPaginator,
    _AsyncStreaming,
    _AsyncStreamManager,
    _Page,
    _Streaming,
    _StreamManager,
)
from .messages import AsyncBatches, Batches
from .models import AsyncModels, Models

__waits__ = "network"

class Messages:
    batches: "Batches"
    with_raw_response: "Messages"
    with_streaming_response: "_Streaming"
    @streams("stream")
    @blocks("network", instead="anthropic.AsyncAnthropic")
    def create(self, *, max_tokens, messages, model, **kwargs) -> "Stream": ...
    @blocks("network", instead="anthropic.AsyncAnthropic")
    def parse(self, *, max_tokens, messages, model, **kwargs): ...
    @blocks("network", instead="anthropic.AsyncAnthropic")
    def count_tokens(self, *, messages, model, **kwargs): ...
    def stream(self, *, max_tokens, messages, model, **kwargs) -> "_StreamManager": ...

class Files:
    @blocks("network", instead="anthropic.AsyncAnthropic")
    def upload(self, *, file, **kwargs): ...
    @blocks("network", instead="anthropic.AsyncAnthropic")
    def delete(self, file_id, **kwargs): ...
    @blocks("network", instead="anthropic.AsyncAnthropic")
    def download(self, file_id, **kwargs): ...
    @blocks("network", instead="anthropic.AsyncAnthropic")
    def retrieve_metadata(self, file_id, **kwargs): ...
    @blocks("network", instead="anthropic.AsyncAnthropic")
    def list(self, **kwargs) -> "_Page": ...

class Beta:
    messages: "Messages"
    models: "Models"
    files: "Files"

@concurrent
class AsyncMessages:
    batches: "AsyncBatches"
    with_raw_response: "AsyncMessages"
    with_streaming_response: "_AsyncStreaming"
    @reads
    async def create(self, *, max_tokens, messages, model, **kwargs) -> "AsyncStream": ...
    @reads
    async def parse(self, *, max_tokens, messages, model, **kwargs): ...
    @reads
    async def count_tokens(self, *, messages, model, **kwargs): ...
    def stream(self, *, max_tokens, messages, model, **kwargs) -> "_AsyncStreamManager": ...

@concurrent
class AsyncFiles:
    async def upload(self, *, file, **kwargs): ...
    async def delete(self, file_id, **kwargs): ...
    async def download(self, file_id, **kwargs): ...
    async def retrieve_metadata(self, file_id, **kwargs): ...
    def list(self, **kwargs) -> "_AsyncPaginator": ...

class AsyncBeta:
    messages: "AsyncMessages"
    models: "AsyncModels"
    files: "AsyncFiles"
