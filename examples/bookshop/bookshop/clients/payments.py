from ..core.rate_limit import AsyncRateLimit, RateLimit
from .http import AsyncJsonClient


class PaymentClient(AsyncJsonClient):
    """The payment provider allows ten charges and two refunds a second."""

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url, timeout=20)
        self._charges = AsyncRateLimit(per_second=10)
        self._refunds = RateLimit(per_second=2)

    async def charge(self, customer: str, cents: int) -> str:
        async with self._charges:
            receipt = await self.post_json("/charges", {"customer": customer, "cents": cents})
        return receipt["id"]

    async def refund(self, customer: str, cents: int) -> str:
        with self._refunds:
            receipt = await self.post_json("/refunds", {"customer": customer, "cents": cents})
        return receipt["id"]
