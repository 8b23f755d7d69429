"""The supplier's interface."""

from typing import Any

import requests


class SupplierClient:
    def __init__(self, address: str) -> None:
        self._address = address

    def find(self, isbn: str) -> dict[str, Any]:
        return self._get_json(f"/editions/{isbn}")

    def _get_json(self, path: str) -> dict[str, Any]:
        response = requests.get(self._address + path, timeout=10)
        response.raise_for_status()
        return response.json()
