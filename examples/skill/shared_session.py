"""One session for every request: its connections are used again, and `async with` closes them.

The server it asks is part of the example and listens on a free port of this machine.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web


async def answer(request: web.Request) -> web.Response:
    await asyncio.sleep(0.1)
    return web.Response(text=f"page {request.match_info['number']}")


@asynccontextmanager
async def served() -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/{number}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


async def fetch(session: aiohttp.ClientSession, url: str) -> str:
    async with session.get(url) as response:
        response.raise_for_status()
        return await response.text()


async def main() -> None:
    async with served() as address, aiohttp.ClientSession() as session:
        pages = await asyncio.gather(*(fetch(session, f"{address}/{number}") for number in range(1, 4)))
    print(", ".join(pages))


if __name__ == "__main__":
    asyncio.run(main())
