from uncoil import concurrent, resource, shared

from .client import Pipeline, Redis

__waits__ = "network"

# Not a subclass of Redis in the library, but with the same commands.
@resource("aclose", "close")
@shared
@concurrent
class RedisCluster(Redis):
    def __init__(self, host=None, port=6379, **kwargs) -> None: ...
    @classmethod
    def from_url(cls, url, **kwargs) -> "RedisCluster": ...
    async def initialize(self, **kwargs) -> "RedisCluster": ...
    async def __aenter__(self) -> "RedisCluster": ...
    def pipeline(self, transaction=None, shard_hint=None) -> Pipeline: ...
