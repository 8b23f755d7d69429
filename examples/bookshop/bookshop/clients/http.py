"""JSON over HTTP: one client for threads, one for coroutines."""

from typing import Any

import httpx
import requests


class JsonClient:
    def __init__(self, base_url: str, timeout: float = 5.0) -> None:
        self._base_url = base_url
        self._timeout = timeout
        self._session = requests.Session()

    def get_json(self, path: str, **params: str) -> Any:
        return self._send("GET", path, params=params)

    def post_json(self, path: str, body: Any) -> Any:
        return self._send("POST", path, json=body)

    def _send(self, method: str, path: str, **options: Any) -> Any:
        response = self._session.request(method, self._base_url + path, timeout=self._timeout, **options)
        response.raise_for_status()
        return response.json()


class AsyncJsonClient:
    def __init__(self, base_url: str, timeout: float = 5.0) -> None:
        self._client = httpx.AsyncClient(base_url=base_url, timeout=timeout)

    async def get_json(self, path: str, **params: str) -> Any:
        response = await self._client.get(path, params=params)
        response.raise_for_status()
        return response.json()

    async def post_json(self, path: str, body: Any) -> Any:
        response = await self._client.post(path, json=body)
        response.raise_for_status()
        return response.json()

    async def close(self) -> None:
        await self._client.aclose()
