"""The page a customer sees first."""

import asyncio

from shop.services import read_offers, read_orders, read_profile


async def show_overview(customer: str) -> str:
    profile = await read_profile(customer)
    orders = await read_orders(customer)
    offers = await read_offers(customer)
    return f"{profile['name']} ({profile['level']}): orders {', '.join(orders)}; for you: {', '.join(offers)}"


def main() -> None:
    print(asyncio.run(show_overview("ada")))


if __name__ == "__main__":
    main()
