"""Pages and their status."""

import asyncio

import aiohttp

from .politeness import Pace

pace = Pace(0.5)


async def fetch(session: aiohttp.ClientSession, url: str) -> str:
    pace.hold()  # finds: AIO101
    async with session.get(url) as response:
        response.raise_for_status()
        return await response.text()


async def ask(session: aiohttp.ClientSession, url: str) -> str:
    """For shops that do not mind how often they are asked."""
    async with session.get(url) as response:
        response.raise_for_status()
        return await response.text()


async def fetch_slowly(session: aiohttp.ClientSession, url: str) -> str:
    await pace.wait()
    response = await session.get(url)
    return await response.text()


async def fetch_again(session: aiohttp.ClientSession, url: str, attempts: int = 3) -> str:
    for attempt in range(attempts):
        try:
            return await fetch_slowly(session, url)
        except aiohttp.ClientError:
            await asyncio.sleep(2**attempt)
    raise TimeoutError(url)


async def status_of(session: aiohttp.ClientSession, url: str) -> int:
    response = await session.get(url)  # finds: AIO701
    return response.status


async def open_page(session: aiohttp.ClientSession, url: str) -> aiohttp.ClientResponse:
    """The caller closes it."""
    response = await session.get(url)
    response.raise_for_status()
    return response


async def is_reachable(url: str) -> bool:
    session = aiohttp.ClientSession()  # finds: AIO701
    async with session.head(url) as response:
        status = response.status
    if status >= 400:
        return False
    await session.close()
    return True


async def server_of(url: str) -> str | None:
    session = aiohttp.ClientSession()
    try:
        async with session.head(url) as response:
            return response.headers.get("Server")
    finally:
        await session.close()
