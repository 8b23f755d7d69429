from fastapi import APIRouter

from ..core.security import require_permission
from ..models import Order
from ..schemas import OrderOut
from .dependencies import OrderServiceDep, UserDep

router = APIRouter(prefix="/admin", tags=["admin"])


@router.post("/orders/{order_id}/refund", response_model=OrderOut)
async def refund_order(order_id: int, user: UserDep, service: OrderServiceDep) -> Order:
    require_permission(user, "refund")
    return await service.refund(order_id)


@router.get("/turnover")
async def show_turnover(user: UserDep, service: OrderServiceDep) -> dict[str, int]:
    await require_permission(user, "report")
    return {"cents": await service.turnover()}


@router.get("/best-customer")
async def show_best_customer(user: UserDep, service: OrderServiceDep) -> dict[str, str | None]:
    await require_permission(user, "report")
    return {"customer": await service.best_customer()}
