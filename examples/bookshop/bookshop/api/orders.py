import asyncio
from collections.abc import Sequence

from fastapi import APIRouter, BackgroundTasks, HTTPException, Response

from ..core.retry import retry
from ..models import Order
from ..schemas import OrderIn, OrderOut, ShippingQuote
from ..services import registry
from ..services.invoices import build_invoice, render_reminder
from ..services.mail import send_receipt
from .dependencies import OrderServiceDep, OrdersDep, UserDep

router = APIRouter(prefix="/orders", tags=["orders"])


@router.get("", response_model=list[OrderOut])
async def list_orders(user: UserDep, orders: OrdersDep) -> Sequence[Order]:
    return await orders.of(user.name)


@router.post("", response_model=OrderOut, status_code=201)
async def place_order(wanted: OrderIn, user: UserDep, service: OrderServiceDep, background: BackgroundTasks) -> Order:
    order = await service.place(user, wanted)
    background.add_task(send_receipt, wanted.email, order.id)
    return order


@router.get("/shipping")
async def quote_shipping(postcode: str, grams: int = 400) -> ShippingQuote:
    return retry(lambda: registry.shipping.quote(postcode, grams))


@router.get("/shipping/express")
async def quote_express(postcode: str, grams: int = 400) -> ShippingQuote:
    return await asyncio.to_thread(retry, lambda: registry.shipping.quote(postcode, grams))


@router.get("/{order_id}/invoice")
async def show_invoice(order_id: int, orders: OrdersDep) -> Response:
    order = await orders.get(order_id)
    if order is None:
        raise HTTPException(status_code=404, detail="No such order")
    return Response(build_invoice(order), media_type="application/pdf")


@router.get("/{order_id}/reminder")
async def show_reminder(order_id: int, orders: OrdersDep) -> Response:
    order = await orders.get(order_id)
    if order is None:
        raise HTTPException(status_code=404, detail="No such order")
    return Response(await render_reminder(order), media_type="application/pdf")
