"""The first books on the shelves, so that a new shop is not empty."""

import json
from pathlib import Path

from sqlalchemy import select

from .core.database import SessionLocal
from .models import Book, Staff

SHELF = Path(__file__).parent / "data" / "books.json"


def read_shelf(path: Path = SHELF) -> list[Book]:
    return [Book(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]


def seed_books() -> None:
    with SessionLocal() as session:
        if session.scalar(select(Book).limit(1)) is not None:
            return
        session.add_all(read_shelf())
        session.add(Staff(name="ada", permissions="refund report"))
        session.commit()
