from uncoil import blocks, twin

from .client import Pipeline, Redis


# Not a subclass of Redis in the library, but with the same commands.
@blocks("network", instead="redis.asyncio.RedisCluster")
@twin("redis.asyncio.RedisCluster")
class RedisCluster(Redis):
    def __init__(self, host=None, port=6379, **kwargs) -> None: ...
    @classmethod
    def from_url(cls, url, **kwargs) -> "RedisCluster": ...
    def __enter__(self) -> "RedisCluster": ...
    def pipeline(self, transaction=None, shard_hint=None) -> Pipeline: ...
