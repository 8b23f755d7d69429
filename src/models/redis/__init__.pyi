from .client import Redis, StrictRedis
from .cluster import RedisCluster
from .sentinel import Sentinel
from .utils import from_url
