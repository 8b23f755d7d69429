"""Fifty clients ask for two books each."""

import asyncio
import sys

from asking import ask_all, serve_asgi
from driving import find_free_port, measure, report, serve

CLIENTS = 50
PATHS = [[f"/books/{1000 + client * 2 + turn}" for turn in range(2)] for client in range(CLIENTS)]


def main() -> None:
    port = find_free_port()
    supplier = [sys.executable, "-m", "aiohttp.web", "-H", "127.0.0.1", "-P", str(port), "supplier:serve_app"]
    with serve(supplier, port), serve_asgi("catalogue.app:app", SUPPLIER_URL=f"http://127.0.0.1:{port}") as address:
        asyncio.run(ask_all(address, [["/health"]]))
        with measure() as timing:
            answers = asyncio.run(ask_all(address, PATHS))
    report(timing, answers)


if __name__ == "__main__":
    main()
