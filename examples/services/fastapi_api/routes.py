"""The endpoints."""

import asyncio
from typing import Annotated

import httpx
from fastapi import APIRouter, Depends, Header, HTTPException, Request

from .auth import Credentials, User, is_guest, may_change, users
from .partners import HotelDirectory, send_cancellation, send_confirmation
from .pricing import quote, quote_with_tax, tax_of

router = APIRouter()
directory = HotelDirectory("https://directory.example")


def get_partners(request: Request) -> httpx.AsyncClient:
    return request.app.state.partners


Partners = Annotated[httpx.AsyncClient, Depends(get_partners)]


async def current_user(name: Annotated[str, Header()], password: Annotated[str, Header()]) -> User:
    user = await asyncio.to_thread(users.sign_in, name, password)
    if user is None:
        raise HTTPException(401)
    return user


CurrentUser = Annotated[User, Depends(current_user)]


@router.post("/sessions")
async def sign_in(credentials: Credentials) -> dict[str, str]:
    user = users.sign_in(credentials.name, credentials.password)  # finds: AIO108
    if user is None:
        raise HTTPException(401)
    return {"name": user.name}


@router.post("/sessions/check")
def check_sign_in(credentials: Credentials) -> bool:
    return users.sign_in(credentials.name, credentials.password) is not None


@router.get("/rooms/{room}/quote")
async def show_quote(room: int, currency: str, partners: Partners) -> dict[str, float]:
    return {"price": await quote(partners, room, currency)}


@router.get("/rooms/{room}/tax")
async def show_tax(room: int, partners: Partners) -> dict[str, float]:
    return {"tax": await tax_of(partners, room)}


@router.get("/hotels/{hotel}/address")
async def hotel_address(hotel: str) -> dict[str, str]:
    return {"address": directory.address(hotel)}  # finds: AIO102


@router.get("/hotels/{hotel}/label")
def hotel_label(hotel: str) -> str:
    return f"{hotel}: {directory.address(hotel)}"


@router.post("/bookings")
async def book(room: int, user: CurrentUser, partners: Partners) -> dict[str, int]:
    if is_guest(user):
        raise HTTPException(403)
    price = await quote_with_tax(partners, room)
    response = await partners.post("/bookings", json={"room": room, "name": user.name, "price": price})
    booking = response.json()["id"]
    await send_confirmation(user.email, booking)
    return {"booking": booking}


@router.put("/bookings/{booking}")
async def move_booking(booking: int, room: int, user: CurrentUser, partners: Partners) -> None:
    if not await may_change(partners, user, booking):
        raise HTTPException(403)
    await partners.put(f"/bookings/{booking}", json={"room": room})


@router.delete("/bookings/{booking}")
async def cancel_booking(booking: int, user: CurrentUser, partners: Partners) -> None:
    if not may_change(partners, user, booking):  # finds: AIO202
        raise HTTPException(403)
    response = await partners.delete(f"/bookings/{booking}")
    if response.status_code == 404:
        raise HTTPException(404)
    await send_cancellation(partners, user.email, booking)
