"""A status page for shops."""

from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web

from . import handlers
from .background import Heartbeat, Refresher, Usage
from .exchange import Exchange
from .keys import EXCHANGE, REFRESHER


async def shared_clients(app: web.Application) -> AsyncIterator[None]:
    async with aiohttp.ClientSession("https://shops.example") as session:
        app[EXCHANGE] = Exchange(session)
        refresher = Refresher(session)
        refresher.start()
        app[REFRESHER] = refresher
        yield
        await refresher.close()


async def count_usage(app: web.Application) -> AsyncIterator[None]:
    usage = Usage()
    usage.start()
    yield
    usage.report()


async def tell_monitor(app: web.Application) -> AsyncIterator[None]:
    async with aiohttp.ClientSession("https://monitor.example") as session:
        heartbeat = Heartbeat(session)
        heartbeat.start()
        yield
        await heartbeat.stop()


def make_app() -> web.Application:
    app = web.Application()
    app.cleanup_ctx.append(shared_clients)
    app.cleanup_ctx.append(count_usage)
    app.cleanup_ctx.append(tell_monitor)
    app.add_routes(
        [
            web.get("/", handlers.show_page),
            web.get("/about", handlers.show_about),
            web.get("/numbers", handlers.show_numbers),
            web.get("/total/{currency}", handlers.show_total),
            web.get("/average/{currency}", handlers.show_average),
            web.post("/orders", handlers.receive_order),
            web.post("/returns", handlers.receive_return),
        ]
    )
    return app


if __name__ == "__main__":
    web.run_app(make_app())
