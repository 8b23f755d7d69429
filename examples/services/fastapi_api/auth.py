"""Who somebody is, and what they may do."""

from dataclasses import dataclass

import bcrypt
import httpx
from pydantic import BaseModel


class Credentials(BaseModel):
    name: str
    password: str


@dataclass(frozen=True)
class User:
    name: str
    email: str
    password_hash: bytes


class Users:
    def __init__(self) -> None:
        self._by_name: dict[str, User] = {}

    def add(self, user: User) -> None:
        self._by_name[user.name] = user

    def sign_in(self, name: str, password: str) -> User | None:
        user = self._by_name.get(name)
        if user is None or not self._is_password(user, password):
            return None
        return user

    def _is_password(self, user: User, password: str) -> bool:
        return bcrypt.checkpw(password.encode(), user.password_hash)


users = Users()


async def may_change(partners: httpx.AsyncClient, user: User, booking: int) -> bool:
    response = await partners.get(f"/bookings/{booking}/owner")
    return response.json()["name"] == user.name


def is_guest(user: User) -> bool:
    return user.name.startswith("guest-")
