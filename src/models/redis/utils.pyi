from uncoil import twin

from .client import Redis

@twin("redis.asyncio.from_url", "connection_class", "retry")
def from_url(url, **kwargs) -> Redis: ...
