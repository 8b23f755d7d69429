import asyncio
from collections.abc import Sequence

from fastapi import APIRouter, HTTPException

from ..models import Book
from ..schemas import BookOut
from ..services.recommendations import fetch_related, related_titles
from .dependencies import AsyncSessionDep, BooksDep, CatalogueDep, SessionDep

router = APIRouter(prefix="/books", tags=["books"])


@router.get("", response_model=list[BookOut])
def list_books(books: BooksDep) -> Sequence[Book]:
    return books.all()


@router.get("/search", response_model=list[BookOut])
async def search_books(q: str, books: BooksDep) -> Sequence[Book]:
    return books.search(q)


@router.get("/{isbn}", response_model=BookOut)
async def show_book(isbn: str, session: AsyncSessionDep, catalogue: CatalogueDep) -> Book:
    book = await session.get(Book, isbn)
    if book is None:
        raise HTTPException(status_code=404, detail="No such book")
    await asyncio.to_thread(catalogue.count_view, isbn)
    return book


@router.get("/{isbn}/price")
async def show_price(isbn: str, session: SessionDep) -> dict[str, int]:
    book = session.get(Book, isbn)
    if book is None:
        raise HTTPException(status_code=404, detail="No such book")
    return {"cents": book.price}


@router.get("/{isbn}/description")
async def describe_book(isbn: str, catalogue: CatalogueDep) -> dict[str, str]:
    return {"description": catalogue.describe(isbn)}


@router.get("/{isbn}/blurb")
def show_blurb(isbn: str, catalogue: CatalogueDep) -> dict[str, str]:
    return {"blurb": catalogue.publishers.blurb(isbn)}


@router.get("/{isbn}/views")
async def show_views(isbn: str, catalogue: CatalogueDep) -> dict[str, int]:
    return {"views": catalogue.views(isbn)}


@router.get("/{isbn}/related")
async def show_related(isbn: str) -> list[str]:
    return related_titles(isbn)


@router.get("/{isbn}/related/all")
async def show_all_related(isbn: str) -> list[str]:
    return sorted(await fetch_related(isbn))
