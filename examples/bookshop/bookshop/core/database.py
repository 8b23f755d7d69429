"""Engines and sessions. The sync ones serve plain endpoints and scripts, the async ones coroutines."""

from collections.abc import AsyncIterator, Iterator

from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, sessionmaker

from .config import get_settings

_path = get_settings().database

engine = create_engine(f"sqlite:///{_path}")
SessionLocal = sessionmaker(engine, expire_on_commit=False)

async_engine = create_async_engine(f"sqlite+aiosqlite:///{_path}")
AsyncSessionLocal = async_sessionmaker(async_engine, expire_on_commit=False)


def get_session() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session


async def get_async_session() -> AsyncIterator[AsyncSession]:
    async with AsyncSessionLocal() as session:
        yield session
