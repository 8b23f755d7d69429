from .backends.base import BaseCache

cache: BaseCache
caches: dict[str, BaseCache]
