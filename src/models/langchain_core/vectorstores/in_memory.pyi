from .base import VectorStore


class InMemoryVectorStore(VectorStore): ...
