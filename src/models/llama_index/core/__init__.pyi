from uncoil import blocks

from .indices import SummaryIndex, VectorStoreIndex
from .readers import SimpleDirectoryReader
from .storage import StorageContext

@blocks("file")
def load_index_from_storage(storage_context, **kwargs) -> VectorStoreIndex: ...
