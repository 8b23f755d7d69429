"""Books that go well together, from a partner with an async SDK."""

import asyncio

from ..clients.http import AsyncJsonClient
from ..core.config import get_settings


async def fetch_related(isbn: str) -> list[str]:
    client = AsyncJsonClient(get_settings().recommendation_url)
    try:
        return await client.get_json("/related", isbn=isbn)
    finally:
        await client.close()


def fetch_related_sync(isbn: str) -> list[str]:
    return asyncio.run(fetch_related(isbn))


def related_titles(isbn: str, limit: int = 5) -> list[str]:
    return sorted(fetch_related_sync(isbn))[:limit]
