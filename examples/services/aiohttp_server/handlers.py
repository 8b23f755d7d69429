"""The handlers."""

import asyncio
import logging

from aiohttp import web

from .exchange import convert
from .keys import EXCHANGE, REFRESHER
from .templates import render

log = logging.getLogger(__name__)


async def show_page(request: web.Request) -> web.Response:
    page = render("index", request.app[REFRESHER].numbers)  # finds: AIO105
    return web.Response(text=page, content_type="text/html")


async def show_about(request: web.Request) -> web.Response:
    page = await asyncio.to_thread(render, "about", request.app[REFRESHER].numbers)
    return web.Response(text=page, content_type="text/html")


async def show_numbers(request: web.Request) -> web.Response:
    return web.json_response(request.app[REFRESHER].numbers)


async def show_total(request: web.Request) -> web.Response:
    cents = sum(request.app[REFRESHER].numbers.values())
    total = convert(request.app[EXCHANGE], cents, request.match_info["currency"])  # finds: AIO501
    return web.json_response({"total": total})


async def show_average(request: web.Request) -> web.Response:
    numbers = request.app[REFRESHER].numbers
    rate = await request.app[EXCHANGE].rate(request.match_info["currency"])
    return web.json_response({"average": sum(numbers.values()) * rate / max(len(numbers), 1)})


async def receive_order(request: web.Request) -> web.Response:
    log.info("an order: %s", request.json())  # finds: AIO203
    order = await request.json()
    return web.json_response({"received": order["id"]})


async def receive_return(request: web.Request) -> web.Response:
    log.info("a return: %s", await request.json())
    return web.json_response({"received": True})
