"""Books arriving at the warehouse: one CSV file per delivery."""

import asyncio
import csv
from collections.abc import Iterator
from pathlib import Path

from ..core.database import SessionLocal
from ..repositories import BookRepository

arrivals: asyncio.Queue[Path] = asyncio.Queue()


def read_delivery(path: Path) -> Iterator[tuple[str, int]]:
    with path.open(newline="") as file:
        for isbn, copies in csv.reader(file):
            yield isbn, int(copies)


def restock(isbn: str, copies: int) -> None:
    with SessionLocal() as session:
        BookRepository(session).restock(isbn, copies)


async def watch_deliveries() -> None:
    while True:
        path = await arrivals.get()
        for isbn, copies in read_delivery(path):
            await asyncio.to_thread(restock, isbn, copies)
