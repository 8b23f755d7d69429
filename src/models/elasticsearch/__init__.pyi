from ._async.client import AsyncElasticsearch
from .client import Elasticsearch
