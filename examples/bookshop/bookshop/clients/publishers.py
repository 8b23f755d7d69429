from typing import TypedDict

from .http import JsonClient


class Edition(TypedDict):
    isbn: str
    pages: int
    blurb: str


class PublisherClient(JsonClient):
    """What publishers say about their books."""

    def edition(self, isbn: str) -> Edition:
        return self.get_json(f"/editions/{isbn}")

    def blurb(self, isbn: str) -> str:
        return self.edition(isbn)["blurb"].strip()
