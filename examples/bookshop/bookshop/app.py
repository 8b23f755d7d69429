"""`uvicorn bookshop.app:app`"""

import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response

from .api import router
from .core.database import engine
from .models import Base
from .seed import seed_books
from .services import registry
from .workers import start_workers, stop_workers

log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    Base.metadata.create_all(engine)
    seed_books()
    start_workers()
    yield
    await stop_workers()
    await registry.close()


app = FastAPI(title="Bookshop", lifespan=lifespan)
app.include_router(router)


@app.middleware("http")
async def log_duration(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    started = time.perf_counter()
    response = await call_next(request)
    log.info("%s %s took %.3f s", request.method, request.url.path, time.perf_counter() - started)
    return response


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "open for business"}
