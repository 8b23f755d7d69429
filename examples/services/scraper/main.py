"""Watches prices."""

import asyncio
from functools import partial

import aiohttp

from .fetch import ask, fetch, fetch_again, is_reachable, server_of, status_of
from .pages import count_pages, find_offer, find_page, first_price, page_after, size_of
from .store import PriceStore, save_all, save_checked, save_in_time

SHOPS = {"north": "https://north.example/prices", "south": "https://south.example/prices"}


async def read_prices(session: aiohttp.ClientSession) -> dict[str, str]:
    prices = {}
    for shop, url in SHOPS.items():
        prices[shop] = await ask(session, url)  # finds: AIO303
    return prices


async def read_prices_together(session: aiohttp.ClientSession) -> dict[str, str]:
    found = await asyncio.gather(*(first_price(session, url) for url in SHOPS.values()))
    return {shop: price for shop, price in zip(SHOPS, found) if price is not None}


async def read_pages(session: aiohttp.ClientSession) -> int:
    return sum(map(len, await asyncio.gather(*map(partial(fetch_again, session), SHOPS.values()))))


async def describe(session: aiohttp.ClientSession, url: str) -> str:
    status_coming = status_of(session, url)
    size_coming = size_of(session, url)
    status, size = await asyncio.gather(status_coming, size_coming)
    if status >= 400:
        return f"{url}: {status}"
    count = await count_pages(session, url)
    return f"{url}: {status}, {size} bytes, {count} pages"


async def watch(store: PriceStore) -> None:
    async with aiohttp.ClientSession() as session:
        prices = await read_prices(session)
        await save_all(store, prices)
        together = await read_prices_together(session)
        if await read_pages(session) > 0 and await save_checked(store, together) < len(SHOPS):
            await save_in_time(store, prices, seconds=5)
        offer = await find_offer(session, SHOPS["north"])
        if offer is None:
            offer = await find_page(session, SHOPS["north"], "sale")
        if offer is None:
            offer = await page_after(session, SHOPS["north"], clicks=2)
        print(offer, *await asyncio.gather(*(describe(session, url) for url in SHOPS.values())))


async def show_terms(url: str) -> None:
    if await is_reachable(url):
        print(await server_of(url))
        async with aiohttp.ClientSession() as session:
            print(await fetch_again(session, url))


def main() -> None:
    loop = asyncio.new_event_loop()  # finds: AIO503
    try:
        loop.run_until_complete(watch(PriceStore()))
    finally:
        loop.close()


if __name__ == "__main__":
    main()
    asyncio.run(show_terms("https://north.example/terms"))
