"""The shopkeeper's commands: `bookshop import FILE`, `bookshop related ISBN`."""

import argparse
import asyncio
from pathlib import Path

from .core.database import AsyncSessionLocal
from .models import Book
from .seed import read_shelf
from .services.recommendations import related_titles


def confirm(question: str) -> bool:
    return input(f"{question} [y/N] ").strip().lower() == "y"


async def replace_books(books: list[Book]) -> None:
    async with AsyncSessionLocal() as session:
        for book in books:
            known = await session.get(Book, book.isbn)
            if known is None or confirm(f"Replace “{known.title}”?"):
                await session.merge(book)
        await session.commit()


async def import_books(path: Path) -> None:
    books = await asyncio.to_thread(read_shelf, path)
    await replace_books(books)
    print(f"{len(books)} books read from {path}")


def show_related(isbn: str) -> None:
    for title in related_titles(isbn):
        print(title)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bookshop")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("import", help="add or replace books").add_argument("file", type=Path)
    commands.add_parser("related", help="books that go well with one").add_argument("isbn")
    arguments = parser.parse_args()
    if arguments.command == "import":
        asyncio.run(import_books(arguments.file))
    else:
        show_related(arguments.isbn)


if __name__ == "__main__":
    main()
