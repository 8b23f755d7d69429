import httpx
from uncoil import blocks, twin

from .models import Response

# The same with httpx: what is given by these names means the same there, and what is left out is spelled out. `params` does not
# (None is left out of a query by one and not by the other, which also replaces what the address asks already), nor do `data`,
# `files`, `cookies`, `auth`, `proxies`, `verify`, `cert`, `stream` and `hooks`.
async def _get(url, *, headers=None, timeout=None, allow_redirects=True):
    async with httpx.AsyncClient() as client:
        return await client.get(url, headers=headers, timeout=timeout, follow_redirects=allow_redirects)

async def _head(url, *, headers=None, timeout=None, allow_redirects=False):
    async with httpx.AsyncClient() as client:
        return await client.head(url, headers=headers, timeout=timeout, follow_redirects=allow_redirects)

async def _post(url, *, json=None, headers=None, timeout=None, allow_redirects=True):
    async with httpx.AsyncClient() as client:
        return await client.post(url, json=json, headers=headers, timeout=timeout, follow_redirects=allow_redirects)

async def _put(url, *, json=None, headers=None, timeout=None, allow_redirects=True):
    async with httpx.AsyncClient() as client:
        return await client.put(url, json=json, headers=headers, timeout=timeout, follow_redirects=allow_redirects)

async def _patch(url, *, json=None, headers=None, timeout=None, allow_redirects=True):
    async with httpx.AsyncClient() as client:
        return await client.patch(url, json=json, headers=headers, timeout=timeout, follow_redirects=allow_redirects)

async def _delete(url, *, headers=None, timeout=None, allow_redirects=True):
    async with httpx.AsyncClient() as client:
        return await client.delete(url, headers=headers, timeout=timeout, follow_redirects=allow_redirects)

@blocks("network", instead="httpx.AsyncClient.request")
def request(method, url, **kwargs) -> Response: ...
@twin("_get")
@blocks("network", instead="httpx.AsyncClient.get")
def get(url, params=None, **kwargs) -> Response: ...
@blocks("network", instead="httpx.AsyncClient.options")
def options(url, **kwargs) -> Response: ...
@twin("_head")
@blocks("network", instead="httpx.AsyncClient.head")
def head(url, **kwargs) -> Response: ...
@twin("_post")
@blocks("network", instead="httpx.AsyncClient.post")
def post(url, data=None, json=None, **kwargs) -> Response: ...
@twin("_put")
@blocks("network", instead="httpx.AsyncClient.put")
def put(url, data=None, **kwargs) -> Response: ...
@twin("_patch")
@blocks("network", instead="httpx.AsyncClient.patch")
def patch(url, data=None, **kwargs) -> Response: ...
@twin("_delete")
@blocks("network", instead="httpx.AsyncClient.delete")
def delete(url, **kwargs) -> Response: ...
