from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from ..core.database import get_async_session, get_session
from ..core.security import User, current_user
from ..repositories import BookRepository, OrderRepository
from ..services import registry
from ..services.catalogue import CatalogueService
from ..services.orders import OrderService

SessionDep = Annotated[Session, Depends(get_session)]
AsyncSessionDep = Annotated[AsyncSession, Depends(get_async_session)]
UserDep = Annotated[User, Depends(current_user)]


def get_books(session: SessionDep) -> BookRepository:
    return BookRepository(session)


def get_orders(session: AsyncSessionDep) -> OrderRepository:
    return OrderRepository(session)


def get_catalogue() -> CatalogueService:
    return registry.catalogue


def get_order_service() -> OrderService:
    return registry.orders


BooksDep = Annotated[BookRepository, Depends(get_books)]
OrdersDep = Annotated[OrderRepository, Depends(get_orders)]
CatalogueDep = Annotated[CatalogueService, Depends(get_catalogue)]
OrderServiceDep = Annotated[OrderService, Depends(get_order_service)]
