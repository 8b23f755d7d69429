"""Tables."""

from datetime import datetime

from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Book(Base):
    __tablename__ = "books"

    isbn: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    author: Mapped[str] = mapped_column(index=True)
    price: Mapped[int]
    stock: Mapped[int] = mapped_column(default=0)


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer: Mapped[str]
    isbn: Mapped[str] = mapped_column(ForeignKey("books.isbn"))
    quantity: Mapped[int]
    total: Mapped[int]
    refunded: Mapped[bool] = mapped_column(default=False)
    created: Mapped[datetime] = mapped_column(server_default=func.now())

    book: Mapped[Book] = relationship(lazy="joined")


class Staff(Base):
    __tablename__ = "staff"

    name: Mapped[str] = mapped_column(primary_key=True)
    permissions: Mapped[str] = mapped_column(default="")
