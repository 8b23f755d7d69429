from fastapi import APIRouter

from . import admin, books, covers, orders

router = APIRouter(prefix="/api")
router.include_router(books.router)
router.include_router(covers.router)
router.include_router(orders.router)
router.include_router(admin.router)
