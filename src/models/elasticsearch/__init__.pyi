from .client import AsyncElasticsearch, Elasticsearch
