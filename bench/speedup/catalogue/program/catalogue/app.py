"""The catalogue over HTTP."""

import os
from typing import Annotated

from fastapi import Depends, FastAPI

from catalogue.books import BookService
from catalogue.suppliers import SupplierClient

app = FastAPI(title="Catalogue")


def get_books() -> BookService:
    return BookService(SupplierClient(os.environ["SUPPLIER_URL"]))


@app.get("/books/{isbn}")
async def show_book(isbn: str, books: Annotated[BookService, Depends(get_books)]) -> dict[str, str]:
    offer = books.offer(isbn)
    return {"isbn": isbn, "offer": offer}


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "ok"}
