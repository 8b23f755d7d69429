"""Who is asking, and what they may do."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Header, HTTPException

from .database import AsyncSessionLocal
from ..models import Staff


@dataclass(frozen=True)
class User:
    name: str


async def current_user(authorization: Annotated[str, Header()] = "") -> User:
    name = authorization.removeprefix("Bearer ")
    if not name:
        raise HTTPException(status_code=401, detail="Please log in")
    return User(name)


async def require_permission(user: User, permission: str) -> None:
    """Raises when the user lacks the permission."""
    async with AsyncSessionLocal() as session:
        staff = await session.get(Staff, user.name)
    if staff is None or permission not in staff.permissions.split():
        raise HTTPException(status_code=403, detail=f"{user.name} may not {permission}")
