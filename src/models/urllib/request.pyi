from http.client import HTTPResponse

from uncoil import blocks, drops, resource

class Request:
    def __init__(self, url, data=None, headers=None, origin_req_host=None, unverifiable=False, method=None) -> None: ...
    def add_header(self, key, val) -> None: ...

class OpenerDirector:
    addheaders: list
    def add_handler(self, handler) -> None: ...
    @resource("close", "read")
    @blocks("network", instead="an async HTTP client")
    def open(self, fullurl, data=None, timeout=None) -> HTTPResponse: ...

@resource("close", "read")
@blocks("network", instead="an async HTTP client")
def urlopen(url, data=None, timeout=None, *, context=None, **kwargs) -> HTTPResponse: ...

@drops("reporthook")
@blocks("network", instead="an async HTTP client")
def urlretrieve(url, filename=None, reporthook=None, data=None) -> tuple:
    reporthook(0, 0, 0)

def build_opener(*handlers) -> OpenerDirector: ...
def install_opener(opener) -> None: ...
