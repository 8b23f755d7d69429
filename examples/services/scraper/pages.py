"""The pages of a shop, one after another."""

from collections.abc import AsyncIterator
from contextlib import aclosing

import aiohttp

from .fetch import fetch_again, open_page

active: set[str] = set()


async def pages(session: aiohttp.ClientSession, start: str) -> AsyncIterator[str]:
    """Follows the links to the next page. A shop is active until this is closed."""
    active.add(start)
    try:
        url: str | None = start
        while url is not None:
            page = await fetch_again(session, url)
            yield page
            url = next_link(page)
    finally:
        active.discard(start)


async def lines(session: aiohttp.ClientSession, url: str) -> AsyncIterator[str]:
    for line in (await fetch_again(session, url)).splitlines():
        yield line


def next_link(page: str) -> str | None:
    _, found, rest = page.partition('rel="next" href="')
    return rest.partition('"')[0] if found else None


async def find_page(session: aiohttp.ClientSession, start: str, word: str) -> str | None:
    async for page in pages(session, start):  # finds: AIO703
        if word in page:
            return page
    return None


async def find_offer(session: aiohttp.ClientSession, start: str) -> str | None:
    async with aclosing(pages(session, start)) as offers:
        async for page in offers:
            if "offer" in page:
                return page
    return None


async def first_price(session: aiohttp.ClientSession, url: str) -> str | None:
    async for line in lines(session, url):
        if "€" in line:
            return line
    return None


async def count_pages(session: aiohttp.ClientSession, start: str) -> int:
    count = 0
    async for _ in pages(session, start):
        count += 1
    return count


async def size_of(session: aiohttp.ClientSession, url: str) -> int:
    async with await open_page(session, url) as response:
        return len(await response.read())


async def page_after(session: aiohttp.ClientSession, start: str, clicks: int) -> str:
    page = await fetch_again(session, start)
    for _ in range(clicks):
        link = next_link(page)
        if link is None:
            break
        page = await fetch_again(session, link)
    return page
