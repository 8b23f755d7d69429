from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ..models import Book


class BookRepository:
    """Books, over a sync session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> Sequence[Book]:
        return self._session.scalars(select(Book).order_by(Book.title)).all()

    def search(self, text: str) -> Sequence[Book]:
        pattern = f"%{text}%"
        matches = or_(Book.title.ilike(pattern), Book.author.ilike(pattern))
        return self._session.scalars(select(Book).where(matches).limit(50)).all()

    def restock(self, isbn: str, copies: int) -> None:
        book = self._session.get_one(Book, isbn)
        book.stock += copies
        self._session.commit()
