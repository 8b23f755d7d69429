from ..core.retry import retry_async
from ..schemas import ShippingQuote
from .http import AsyncJsonClient, JsonClient


class ShippingClient(JsonClient):
    def quote(self, postcode: str, grams: int) -> ShippingQuote:
        return ShippingQuote(**self.post_json("/quotes", {"postcode": postcode, "grams": grams}))


class AsyncShippingClient(AsyncJsonClient):
    async def book_collection(self, order_id: int) -> None:
        await retry_async(lambda: self.post_json("/collections", {"order": order_id}))
