from typing import Self

from uncoil import blocks, concurrent, loop_bound, shared, streams, twin

from ._streaming import AsyncStream, Stream
from .resources.audio import AsyncAudio, Audio
from .resources.batches import AsyncBatches, Batches
from .resources.beta import AsyncBeta, Beta
from .resources.chat import AsyncChat, Chat
from .resources.completions import AsyncCompletions, Completions
from .resources.conversations import AsyncConversations, Conversations
from .resources.embeddings import AsyncEmbeddings, Embeddings
from .resources.files import AsyncFiles, Files
from .resources.fine_tuning import AsyncFineTuning, FineTuning
from .resources.images import AsyncImages, Images
from .resources.models import AsyncModels, Models
from .resources.moderations import AsyncModerations, Moderations
from .resources.responses import AsyncResponses, Responses
from .resources.vector_stores import AsyncVectorStores, VectorStores

__waits__ = "network"

@shared
@concurrent
@twin("AsyncOpenAI", "http_client")
class OpenAI:
    # Connects with the first request.
    def __init__(self, **kwargs) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, exc_type, exc, exc_tb) -> None: ...
    chat: Chat
    responses: Responses
    embeddings: Embeddings
    images: Images
    audio: Audio
    files: Files
    models: Models
    moderations: Moderations
    completions: Completions
    batches: Batches
    fine_tuning: FineTuning
    vector_stores: VectorStores
    conversations: Conversations
    beta: Beta
    with_raw_response: "OpenAI"
    def with_options(self, **kwargs) -> Self: ...
    def copy(self, **kwargs) -> Self: ...
    def close(self) -> None: ...

@shared
@concurrent
@loop_bound
class AsyncOpenAI:
    # Connects with the first request.
    def __init__(self, **kwargs) -> None: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, exc_type, exc, exc_tb) -> None: ...
    chat: AsyncChat
    responses: AsyncResponses
    embeddings: AsyncEmbeddings
    images: AsyncImages
    audio: AsyncAudio
    files: AsyncFiles
    models: AsyncModels
    moderations: AsyncModerations
    completions: AsyncCompletions
    batches: AsyncBatches
    fine_tuning: AsyncFineTuning
    vector_stores: AsyncVectorStores
    conversations: AsyncConversations
    beta: AsyncBeta
    with_raw_response: "AsyncOpenAI"
    def with_options(self, **kwargs) -> Self: ...
    def copy(self, **kwargs) -> Self: ...
    async def close(self) -> None: ...

@shared
@concurrent
@twin("AsyncAzureOpenAI", "http_client")
class AzureOpenAI(OpenAI): ...

@shared
@concurrent
class AsyncAzureOpenAI(AsyncOpenAI): ...

# Before 1.0.
class ChatCompletion:
    @streams("stream")
    @blocks("network", instead="openai.ChatCompletion.acreate")
    @classmethod
    def create(cls, *args, **params) -> "Stream": ...
    @classmethod
    async def acreate(cls, *args, **params) -> AsyncStream: ...

class Completion:
    @streams("stream")
    @blocks("network", instead="openai.Completion.acreate")
    @classmethod
    def create(cls, *args, **params) -> "Stream": ...
    @classmethod
    async def acreate(cls, *args, **params) -> AsyncStream: ...

class Embedding:
    @blocks("network", instead="openai.Embedding.acreate")
    @classmethod
    def create(cls, *args, **params): ...
    @classmethod
    async def acreate(cls, *args, **params): ...

class Image:
    @blocks("network", instead="openai.Image.acreate")
    @classmethod
    def create(cls, *args, **params): ...
    @classmethod
    async def acreate(cls, *args, **params): ...
    @blocks("network", instead="openai.Image.acreate_edit")
    @classmethod
    def create_edit(cls, *args, **params): ...
    @classmethod
    async def acreate_edit(cls, *args, **params): ...
    @blocks("network", instead="openai.Image.acreate_variation")
    @classmethod
    def create_variation(cls, *args, **params): ...
    @classmethod
    async def acreate_variation(cls, *args, **params): ...

class Moderation:
    @blocks("network", instead="openai.Moderation.acreate")
    @classmethod
    def create(cls, *args, **params): ...
    @classmethod
    async def acreate(cls, *args, **params): ...

# The module is a client too.
chat: Chat
responses: Responses
embeddings: Embeddings
images: Images
audio: Audio
files: Files
models: Models
moderations: Moderations
completions: Completions
batches: Batches
fine_tuning: FineTuning
vector_stores: VectorStores
conversations: Conversations
beta: Beta
