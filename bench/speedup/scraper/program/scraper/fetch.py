"""Pages of a site."""

import aiohttp


class Fetcher:
    def __init__(self, address: str) -> None:
        self._address = address

    async def fetch(self, path: str) -> str:
        async with aiohttp.ClientSession() as session:
            async with session.get(self._address + path) as response:
                response.raise_for_status()
                return await response.text()
