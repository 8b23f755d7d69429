"""One object of each service, made from the settings."""

from ..clients.payments import PaymentClient
from ..clients.publishers import PublisherClient
from ..clients.shipping import AsyncShippingClient, ShippingClient
from ..core.cache import AsyncCache, Cache
from ..core.config import get_settings
from .catalogue import CatalogueService
from .orders import OrderService

_settings = get_settings()

cache = Cache(_settings.redis_url)
async_cache = AsyncCache(_settings.redis_url)
shipping = ShippingClient(_settings.shipping_url)
catalogue = CatalogueService(PublisherClient(_settings.publisher_url), cache)
orders = OrderService(
    PaymentClient(_settings.payment_url),
    AsyncShippingClient(_settings.shipping_url),
    async_cache,
)


async def close() -> None:
    await orders.payments.close()
    await orders.shipping.close()
    await async_cache.close()
