from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ..models import Book, Order


class OrderRepository:
    """Orders, over an async session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, order_id: int) -> Order | None:
        return await self._session.get(Order, order_id)

    async def of(self, customer: str) -> Sequence[Order]:
        found = await self._session.scalars(select(Order).where(Order.customer == customer))
        return found.all()

    async def all(self) -> Sequence[Order]:
        return (await self._session.scalars(select(Order))).all()

    async def create(self, customer: str, book: Book, quantity: int) -> Order:
        order = Order(customer=customer, isbn=book.isbn, quantity=quantity, total=book.price * quantity)
        self._session.add(order)
        book.stock -= quantity
        await self._session.commit()
        return order

    async def refund(self, order: Order) -> None:
        order.refunded = True
        await self._session.commit()

    async def turnover(self) -> int:
        return await self._session.scalar(select(func.sum(Order.total))) or 0
