"""The services of others."""

import logging

import httpx
import requests

log = logging.getLogger(__name__)


class HotelDirectory:
    """An old service with an old client."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()

    def address(self, hotel: str) -> str:
        entry = self._entry(hotel)
        return f"{entry['street']}, {entry['city']}"

    def _entry(self, hotel: str) -> dict[str, str]:
        response = self._session.get(f"{self._url}/hotels/{hotel}", timeout=3)
        response.raise_for_status()
        return response.json()


async def send_confirmation(email: str, booking: int) -> None:
    async with httpx.AsyncClient(base_url="https://mail.example") as mail:  # finds: AIO702
        response = await mail.post("/send", json={"to": email, "text": f"Booking {booking} is confirmed"})
    response.raise_for_status()


async def send_cancellation(partners: httpx.AsyncClient, email: str, booking: int) -> None:
    response = await partners.post("/mail", json={"to": email, "text": f"Booking {booking} is cancelled"})
    response.raise_for_status()
    log.info("mail: %s", response.json())


async def check_partners(url: str) -> int:
    """For the shell: one client, once."""
    async with httpx.AsyncClient(base_url=url) as client:
        response = await client.get("/health")
    return response.status_code
