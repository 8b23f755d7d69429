"""Reads every product of a shop."""

import asyncio
import sys

from scraper.fetch import Fetcher
from scraper.products import Product, find_links, read_product


async def crawl(address: str) -> list[Product]:
    fetcher = Fetcher(address)
    products: list[Product] = []
    for link in find_links(await fetcher.fetch("/products")):
        products.append(read_product(await fetcher.fetch(link)))
    return products


def main() -> None:
    for product in asyncio.run(crawl(sys.argv[1])):
        print(product.name, product.price)


if __name__ == "__main__":
    main()
