from asyncio import Future
from collections.abc import Generator
from typing import Any

from uncoil import blocks, task, task_owner, waits

class HTTPRequest:
    def __init__(self, url, method="GET", headers=None, body=None, **kwargs) -> None: ...

class HTTPResponse:
    code: int
    body: bytes

@waits("network")
@task
class _Fetch(Future):
    def __await__(self) -> Generator[Any, None, HTTPResponse]: ...

class HTTPClient:
    @blocks("network", instead="tornado.httpclient.AsyncHTTPClient.fetch")
    def fetch(self, request, **kwargs) -> HTTPResponse: ...
    def close(self) -> None: ...

class AsyncHTTPClient:
    # What was asked for goes on when the future is dropped.
    @task_owner
    def fetch(self, request, raise_error=True, **kwargs) -> _Fetch: ...
    def close(self) -> None: ...
