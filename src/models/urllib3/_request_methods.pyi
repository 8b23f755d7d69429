from uncoil import blocks

from .response import HTTPResponse


class RequestMethods:
    @blocks("network", instead="httpx.AsyncClient.request")
    def request(self, method, url, **kwargs) -> HTTPResponse: ...
    @blocks("network", instead="httpx.AsyncClient.request")
    def urlopen(self, method, url, **kwargs) -> HTTPResponse: ...
    @blocks("network", instead="httpx.AsyncClient.request")
    def request_encode_url(self, method, url, **kwargs) -> HTTPResponse: ...
    @blocks("network", instead="httpx.AsyncClient.request")
    def request_encode_body(self, method, url, **kwargs) -> HTTPResponse: ...
