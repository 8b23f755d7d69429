from ._async.client import AsyncOpenSearch
from .client import OpenSearch
