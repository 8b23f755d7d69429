from typing import Self

from uncoil import blocks, concurrent, loop_bound, reads, shared, streams, twin

__waits__ = "network"

class _Completions:
    @streams("stream")
    @blocks("network", instead="groq.AsyncGroq")
    def create(self, **kwargs) -> "Stream": ...

class _Chat:
    completions: _Completions

class _Create:
    @blocks("network", instead="groq.AsyncGroq")
    def create(self, **kwargs): ...

class _Audio:
    speech: _Create
    transcriptions: _Create
    translations: _Create

class _Models:
    @blocks("network", instead="groq.AsyncGroq")
    def list(self, **kwargs): ...
    @blocks("network", instead="groq.AsyncGroq")
    def retrieve(self, **kwargs): ...

@concurrent
class _AsyncCompletions:
    @reads
    async def create(self, **kwargs) -> "AsyncStream": ...

class _AsyncChat:
    completions: _AsyncCompletions

@concurrent
class _AsyncCreate:
    async def create(self, **kwargs): ...

class _AsyncAudio:
    speech: _AsyncCreate
    transcriptions: _AsyncCreate
    translations: _AsyncCreate

@concurrent
class _AsyncModels:
    @reads
    async def list(self, **kwargs): ...
    @reads
    async def retrieve(self, **kwargs): ...

@twin("AsyncGroq", "http_client")
class Groq:
    # Connects with the first request.
    chat: _Chat
    embeddings: _Create
    audio: _Audio
    models: _Models
    def __init__(self, **kwargs) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, exc_type, exc, exc_tb) -> None: ...
    def with_options(self, **kwargs) -> Self: ...
    def close(self) -> None: ...

@shared
@concurrent
@loop_bound
class AsyncGroq:
    # Connects with the first request.
    chat: _AsyncChat
    embeddings: _AsyncCreate
    audio: _AsyncAudio
    models: _AsyncModels
    def __init__(self, **kwargs) -> None: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, exc_type, exc, exc_tb) -> None: ...
    def with_options(self, **kwargs) -> Self: ...
    async def close(self) -> None: ...

# What create() returns with stream=True; what it returns otherwise needs no model.
class Stream:
    def __iter__(self) -> "Stream": ...
    @blocks("network", instead="groq.AsyncGroq")
    def __next__(self): ...

class AsyncStream:
    def __aiter__(self) -> "AsyncStream": ...
    async def __anext__(self): ...
