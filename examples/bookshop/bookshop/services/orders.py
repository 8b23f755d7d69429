import asyncio
import logging

from fastapi import HTTPException

from ..clients.payments import PaymentClient
from ..clients.shipping import AsyncShippingClient
from ..core.cache import AsyncCache
from ..core.database import AsyncSessionLocal
from ..core.security import User
from ..models import Book, Order
from ..repositories import OrderRepository
from ..schemas import OrderIn

log = logging.getLogger(__name__)


class OrderService:
    def __init__(self, payments: PaymentClient, shipping: AsyncShippingClient, cache: AsyncCache) -> None:
        self.payments = payments
        self.shipping = shipping
        self.cache = cache
        self._background: set[asyncio.Task[None]] = set()

    async def place(self, user: User, wanted: OrderIn) -> Order:
        async with AsyncSessionLocal() as session:
            book = await session.get(Book, wanted.isbn)
            if book is None or book.stock < wanted.quantity:
                raise HTTPException(status_code=409, detail="Out of stock")
            await self.payments.charge(user.name, book.price * wanted.quantity)
            order = await OrderRepository(session).create(user.name, book, wanted.quantity)
        self.cache.put_json(f"stock:{book.isbn}", book.stock)
        collection = asyncio.create_task(self.shipping.book_collection(order.id))
        self._background.add(collection)
        collection.add_done_callback(self._background.discard)
        return order

    async def refund(self, order_id: int) -> Order:
        async with AsyncSessionLocal() as session:
            orders = OrderRepository(session)
            order = await orders.get(order_id)
            if order is None:
                raise HTTPException(status_code=404, detail="No such order")
            await self.payments.refund(order.customer, order.total)
            await orders.refund(order)
        asyncio.create_task(self._announce_refund(order))
        return order

    async def turnover(self) -> int:
        cached = await self.cache.get_json("turnover")
        if cached is not None:
            return cached
        async with AsyncSessionLocal() as session:
            turnover = await OrderRepository(session).turnover()
        await self.cache.put_json("turnover", turnover)
        return turnover

    async def best_customer(self) -> str | None:
        with AsyncSessionLocal() as session:
            orders = await OrderRepository(session).all()
        totals: dict[str, int] = {}
        for order in orders:
            totals[order.customer] = totals.get(order.customer, 0) + order.total
        return max(totals, key=totals.__getitem__, default=None)

    async def _announce_refund(self, order: Order) -> None:
        await self.cache.put_json(f"refund:{order.id}", {"customer": order.customer, "total": order.total})
        log.info("order %s refunded", order.id)
