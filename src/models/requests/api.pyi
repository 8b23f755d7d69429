import httpx
from uncoil import Body, Flag, Form, Pair, Query, blocks, twin

from .models import Response

# The same with httpx: what is given by these names means the same there if it is written as the annotation asks, and what is left out
# is spelled out. A None, True or False among `params` and `data` does not, and `params` there replace what the address asks already.
# The body of a text or of bytes has another name. `files` are labelled otherwise; `proxies`, `cert`, `stream` and `hooks` have no equal.
async def _get(
    url, params: Query = None, *, headers=None, auth: Pair = None, timeout=None, allow_redirects=True, cookies: Form = None, verify: Flag = True
):
    async with httpx.AsyncClient(cookies=cookies, verify=verify) as client:
        return await client.get(
            url, params=params, headers=headers, auth=auth, timeout=timeout, follow_redirects=allow_redirects
        )

async def _head(
    url, *, params: Query = None, headers=None, auth: Pair = None, timeout=None, allow_redirects=False, cookies: Form = None, verify: Flag = True
):
    async with httpx.AsyncClient(cookies=cookies, verify=verify) as client:
        return await client.head(
            url, params=params, headers=headers, auth=auth, timeout=timeout, follow_redirects=allow_redirects
        )

async def _delete(
    url, *, params: Query = None, headers=None, auth: Pair = None, timeout=None, allow_redirects=True, cookies: Form = None, verify: Flag = True
):
    async with httpx.AsyncClient(cookies=cookies, verify=verify) as client:
        return await client.delete(
            url, params=params, headers=headers, auth=auth, timeout=timeout, follow_redirects=allow_redirects
        )

async def _post(
    url, data: Form = None, json=None, *, params: Query = None, headers=None, auth: Pair = None, timeout=None, allow_redirects=True, cookies: Form = None, verify: Flag = True
):
    async with httpx.AsyncClient(cookies=cookies, verify=verify) as client:
        return await client.post(
            url, data=data, json=json, params=params, headers=headers, auth=auth, timeout=timeout, follow_redirects=allow_redirects
        )

async def _post_body(
    url, data: Body, *, params: Query = None, headers=None, auth: Pair = None, timeout=None, allow_redirects=True, cookies: Form = None, verify: Flag = True
):
    async with httpx.AsyncClient(cookies=cookies, verify=verify) as client:
        return await client.post(
            url, content=data, params=params, headers=headers, auth=auth, timeout=timeout, follow_redirects=allow_redirects
        )

async def _put(
    url, data: Form = None, *, json=None, params: Query = None, headers=None, auth: Pair = None, timeout=None, allow_redirects=True, cookies: Form = None, verify: Flag = True
):
    async with httpx.AsyncClient(cookies=cookies, verify=verify) as client:
        return await client.put(
            url, data=data, json=json, params=params, headers=headers, auth=auth, timeout=timeout, follow_redirects=allow_redirects
        )

async def _put_body(
    url, data: Body, *, params: Query = None, headers=None, auth: Pair = None, timeout=None, allow_redirects=True, cookies: Form = None, verify: Flag = True
):
    async with httpx.AsyncClient(cookies=cookies, verify=verify) as client:
        return await client.put(
            url, content=data, params=params, headers=headers, auth=auth, timeout=timeout, follow_redirects=allow_redirects
        )

async def _patch(
    url, data: Form = None, *, json=None, params: Query = None, headers=None, auth: Pair = None, timeout=None, allow_redirects=True, cookies: Form = None, verify: Flag = True
):
    async with httpx.AsyncClient(cookies=cookies, verify=verify) as client:
        return await client.patch(
            url, data=data, json=json, params=params, headers=headers, auth=auth, timeout=timeout, follow_redirects=allow_redirects
        )

async def _patch_body(
    url, data: Body, *, params: Query = None, headers=None, auth: Pair = None, timeout=None, allow_redirects=True, cookies: Form = None, verify: Flag = True
):
    async with httpx.AsyncClient(cookies=cookies, verify=verify) as client:
        return await client.patch(
            url, content=data, params=params, headers=headers, auth=auth, timeout=timeout, follow_redirects=allow_redirects
        )

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
@twin("_post", "_post_body")
@blocks("network", instead="httpx.AsyncClient.post")
def post(url, data=None, json=None, **kwargs) -> Response: ...
@twin("_put", "_put_body")
@blocks("network", instead="httpx.AsyncClient.put")
def put(url, data=None, **kwargs) -> Response: ...
@twin("_patch", "_patch_body")
@blocks("network", instead="httpx.AsyncClient.patch")
def patch(url, data=None, **kwargs) -> Response: ...
@twin("_delete")
@blocks("network", instead="httpx.AsyncClient.delete")
def delete(url, **kwargs) -> Response: ...
