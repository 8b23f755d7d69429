"""What other services know of a customer. Each takes a second to answer."""

import asyncio

ANSWER_TIME = 1.0


async def read_profile(customer: str) -> dict[str, str]:
    await asyncio.sleep(ANSWER_TIME)
    return {"name": customer.title(), "level": "gold"}


async def read_orders(customer: str) -> list[str]:
    await asyncio.sleep(ANSWER_TIME)
    return [f"{customer}-{number}" for number in range(1, 4)]


async def read_offers(customer: str) -> list[str]:
    await asyncio.sleep(ANSWER_TIME)
    return ["tea", "paper"]
