from ..clients.publishers import PublisherClient
from ..core.cache import Cache


class CatalogueService:
    def __init__(self, publishers: PublisherClient, cache: Cache) -> None:
        self.publishers = publishers
        self.cache = cache

    def describe(self, isbn: str) -> str:
        return shorten(self.publishers.blurb(isbn))

    def views(self, isbn: str) -> int:
        return self.cache.count(f"views:{isbn}")

    def count_view(self, isbn: str) -> None:
        self.cache.increase(f"views:{isbn}")


def shorten(text: str, limit: int = 400) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + "…"
