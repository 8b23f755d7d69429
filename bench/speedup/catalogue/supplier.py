"""Stands for the supplier: an answer takes a tenth of a second, however many ask at once."""

import asyncio

from aiohttp import web


async def show_edition(request: web.Request) -> web.Response:
    await asyncio.sleep(0.1)
    isbn = request.match_info["isbn"]
    number = int(isbn)
    return web.json_response({"isbn": isbn, "cents": 990 + number, "stock": number % 3})


def serve_app(arguments: list[str]) -> web.Application:
    app = web.Application()
    app.router.add_get("/editions/{isbn}", show_edition)
    return app
