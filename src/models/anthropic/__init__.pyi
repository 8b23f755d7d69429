from typing import Self

from uncoil import concurrent, loop_bound, shared, twin

from .resources.beta import AsyncBeta, Beta
from .resources.completions import AsyncCompletions, Completions
from .resources.messages import AsyncMessages, Messages
from .resources.models import AsyncModels, Models

__waits__ = "network"

@shared
@concurrent
@twin("AsyncAnthropic", "http_client")
class Anthropic:
    # Connects with the first request.
    def __init__(self, **kwargs) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, exc_type, exc, exc_tb) -> None: ...
    messages: Messages
    models: Models
    beta: Beta
    completions: Completions
    with_raw_response: "Anthropic"
    def with_options(self, **kwargs) -> Self: ...
    def copy(self, **kwargs) -> Self: ...
    def close(self) -> None: ...

@shared
@concurrent
@loop_bound
class AsyncAnthropic:
    # Connects with the first request.
    def __init__(self, **kwargs) -> None: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, exc_type, exc, exc_tb) -> None: ...
    messages: AsyncMessages
    models: AsyncModels
    beta: AsyncBeta
    completions: AsyncCompletions
    with_raw_response: "AsyncAnthropic"
    def with_options(self, **kwargs) -> Self: ...
    def copy(self, **kwargs) -> Self: ...
    async def close(self) -> None: ...

@shared
@concurrent
@twin("AsyncAnthropicBedrock", "http_client")
class AnthropicBedrock(Anthropic): ...

@shared
@concurrent
class AsyncAnthropicBedrock(AsyncAnthropic): ...

@shared
@concurrent
@twin("AsyncAnthropicVertex", "http_client")
class AnthropicVertex(Anthropic): ...

@shared
@concurrent
class AsyncAnthropicVertex(AsyncAnthropic): ...

@shared
@concurrent
@twin("AsyncAnthropicFoundry", "http_client")
class AnthropicFoundry(Anthropic): ...

@shared
@concurrent
class AsyncAnthropicFoundry(AsyncAnthropic): ...
