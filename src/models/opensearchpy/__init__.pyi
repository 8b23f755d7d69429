from .client import OpenSearch
from ._async.client import AsyncOpenSearch
