from uncoil import blocks

from .connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from .poolmanager import PoolManager, ProxyManager
from .response import HTTPResponse

@blocks("network", instead="httpx.AsyncClient.request")
def request(method, url, **kwargs) -> HTTPResponse: ...
