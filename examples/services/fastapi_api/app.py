"""Booking rooms."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

from .routes import router


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with httpx.AsyncClient(base_url="https://rooms.example", timeout=5) as partners:
        app.state.partners = partners
        yield


app = FastAPI(title="Rooms", lifespan=lifespan)
app.include_router(router)
