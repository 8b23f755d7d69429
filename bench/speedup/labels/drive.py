"""Fifty clients ask for two labels each."""

import asyncio

from asking import ask_all, serve_asgi
from driving import measure, report

CLIENTS = 50
PATHS = [[f"/labels/{1000 + client * 2 + turn}" for turn in range(2)] for client in range(CLIENTS)]


def main() -> None:
    with serve_asgi("labels.app:app") as address:
        asyncio.run(ask_all(address, [["/health"]]))
        with measure() as timing:
            answers = asyncio.run(ask_all(address, PATHS))
    report(timing, answers)


if __name__ == "__main__":
    main()
