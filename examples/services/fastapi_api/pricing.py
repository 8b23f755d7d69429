"""What a night costs."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import lru_cache, wraps
from typing import TypeVar

import httpx
from async_lru import alru_cache

Key = TypeVar("Key")
Value = TypeVar("Value")


def cached(
    function: Callable[[httpx.AsyncClient, Key], Awaitable[Value]],
) -> Callable[[httpx.AsyncClient, Key], Awaitable[Value]]:
    """Keeps what the function gives once it was awaited."""
    kept: dict[Key, Value] = {}

    @wraps(function)
    async def wrapper(partners: httpx.AsyncClient, key: Key) -> Value:
        if key not in kept:
            kept[key] = await function(partners, key)
        return kept[key]

    return wrapper


@lru_cache(maxsize=64)  # finds: AIO206
async def exchange_rate(partners: httpx.AsyncClient, currency: str) -> float:
    response = await partners.get("/rates", params={"currency": currency})
    return response.json()["rate"]


@alru_cache(maxsize=64)
async def tax_rate(partners: httpx.AsyncClient, country: str) -> float:
    response = await partners.get("/taxes", params={"country": country})
    return response.json()["rate"]


@lru_cache(maxsize=64)
def decimals(currency: str) -> int:
    return 0 if currency in {"JPY", "KRW"} else 2


async def nightly_price(partners: httpx.AsyncClient, room: int) -> float:
    response = await partners.get(f"/rooms/{room}/price")
    return response.json()["euro"]


@cached
async def country_of(partners: httpx.AsyncClient, room: int) -> str:
    response = await partners.get(f"/rooms/{room}")
    return response.json()["country"]


async def quote(partners: httpx.AsyncClient, room: int, currency: str) -> float:
    price = await nightly_price(partners, room)  # finds: AIO302
    rate = await exchange_rate(partners, currency)
    return round(price * rate, decimals(currency))


async def quote_with_tax(partners: httpx.AsyncClient, room: int) -> float:
    price, country = await asyncio.gather(nightly_price(partners, room), country_of(partners, room))
    return price * (1 + await tax_rate(partners, country))


async def tax_of(partners: httpx.AsyncClient, room: int) -> float:
    country = await country_of(partners, room)
    return await tax_rate(partners, country)
