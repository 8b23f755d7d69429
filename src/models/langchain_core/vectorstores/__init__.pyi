from .base import VectorStore, VectorStoreRetriever
from .in_memory import InMemoryVectorStore
