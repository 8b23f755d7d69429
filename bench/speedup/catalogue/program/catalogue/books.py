"""What a book costs, and whether it can be had."""

from catalogue.suppliers import SupplierClient


class BookService:
    def __init__(self, suppliers: SupplierClient) -> None:
        self._suppliers = suppliers

    def offer(self, isbn: str) -> str:
        found = self._suppliers.find(isbn)
        if found["stock"] == 0:
            return "out of stock"
        return f"{found['cents'] / 100:.2f} EUR, {found['stock']} in stock"
