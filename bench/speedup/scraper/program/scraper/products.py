"""What a page says of a product."""

import re
from dataclasses import dataclass

LINK = re.compile(r'href="(/products/\d+)"')
NAME = re.compile(r"<h1>(.*?)</h1>")
PRICE = re.compile(r'class="price">(.*?)<')


@dataclass(frozen=True)
class Product:
    name: str
    price: str


def find_links(page: str) -> list[str]:
    return LINK.findall(page)


def read_product(page: str) -> Product:
    name = NAME.search(page)
    price = PRICE.search(page)
    if name is None or price is None:
        raise ValueError("not the page of a product")
    return Product(name.group(1), price.group(1))
