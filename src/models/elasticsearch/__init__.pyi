from .client import Elasticsearch, AsyncElasticsearch
