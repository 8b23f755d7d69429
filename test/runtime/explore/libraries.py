"""
Programs on real libraries and real sockets. All are correct, and clean up after themselves, but for the last.

Redis is at `REDIS_URL`, PostgreSQL at `POSTGRES_DSN`.
"""

import asyncio
import os
import sys

import aiohttp
import asyncpg
import httpcore
import httpx
import redis.asyncio as redis
import uvicorn
from aiohttp import web
from fastapi import FastAPI
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve


async def streams_echo():
    async def handle(reader, writer):
        try:
            while line := await reader.readline():
                writer.write(line)
                await writer.drain()
        finally:
            writer.close()

    async def call(port, text):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            for _ in range(3):
                writer.write(text)
                await writer.drain()
                assert await reader.readline() == text
        finally:
            writer.close()
            await writer.wait_closed()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        await asyncio.gather(call(port, b"one\n"), call(port, b"two\n"), call(port, b"three\n"))


async def subprocesses():
    async def ask(text):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "print(input()[::-1])", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        out, _ = await process.communicate(text.encode())
        assert process.returncode == 0
        return out.decode().strip()

    assert await asyncio.gather(ask("abc"), ask("xyz")) == ["cba", "zyx"]


async def executor():
    loop = asyncio.get_running_loop()
    lock = asyncio.Lock()
    total = 0

    async def add(number):
        nonlocal total
        square = await loop.run_in_executor(None, pow, number, 2)
        async with lock:
            before = total
            await asyncio.sleep(0.001)
            total = before + square

    await asyncio.gather(*(asyncio.create_task(add(number)) for number in range(5)))
    assert total == 30


async def threads_to_thread():
    results = await asyncio.gather(*(asyncio.to_thread(sum, range(n)) for n in (10, 20, 30)))
    assert results == [45, 190, 435]


async def aiohttp_both():
    visits = {}

    async def hello(request):
        name = request.match_info["name"]
        await asyncio.sleep(0.001)
        visits[name] = visits.get(name, 0) + 1
        return web.json_response({"hello": name})

    app = web.Application()
    app.router.add_get("/{name}", hello)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]
        async with aiohttp.ClientSession() as session:

            async def call(name):
                async with session.get(f"http://127.0.0.1:{port}/{name}") as response:
                    assert (await response.json())["hello"] == name

            await asyncio.gather(*(asyncio.create_task(call(name)) for name in ("ann", "bob", "ann")), return_exceptions=False)
        assert visits == {"ann": 2, "bob": 1}, visits
    finally:
        await runner.cleanup()


async def fastapi_uvicorn_httpx():
    app = FastAPI()
    stock = {"book": 3}
    lock = asyncio.Lock()

    @app.post("/buy")
    async def buy():
        async with lock:
            left = stock["book"]
            await asyncio.sleep(0.001)
            stock["book"] = left - 1
        return {"left": stock["book"]}

    @app.get("/sync")
    def plain():
        return {"ok": True}

    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", lifespan="off", loop="asyncio"))
    serving = asyncio.create_task(server.serve())
    try:
        while not server.started:
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            responses = await asyncio.gather(client.post("/buy"), client.post("/buy"), client.get("/sync"))
            assert [response.status_code for response in responses] == [200, 200, 200]
        assert stock["book"] == 1
    finally:
        server.should_exit = True
        await serving


async def websockets_echo():
    async def echo(socket):
        async for message in socket:
            await socket.send(message)

    async with serve(echo, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]

        async def call(text):
            async with connect(f"ws://127.0.0.1:{port}") as socket:
                for _ in range(2):
                    await socket.send(text)
                    assert await socket.recv() == text

        await asyncio.gather(call("a"), call("b"))


async def redis_pool():
    client = redis.Redis.from_url(os.environ["REDIS_URL"], max_connections=4)
    key = f"counter:{os.getpid()}"

    async def work(number):
        for _ in range(3):
            await client.incr(key)
        async with client.pipeline() as pipe:
            await pipe.set(f"{key}:{number}", number).get(f"{key}:{number}").execute()

    try:
        await client.delete(key)
        await asyncio.gather(*(asyncio.create_task(work(number)) for number in range(3)))
        assert int(await client.get(key)) == 9
        assert await client.get(f"{key}:1") == b"1"
    finally:
        await client.aclose()


async def redis_victims():
    client = redis.Redis.from_url(os.environ["REDIS_URL"], max_connections=2)
    key = f"cancelled:{os.getpid()}"

    async def use(number):
        await client.set(f"{key}:{number}", number)
        return await client.get(f"{key}:{number}")

    try:
        await asyncio.gather(*(asyncio.create_task(use(number)) for number in range(2)), return_exceptions=True)
        await client.set(key, "after")
        assert await client.get(key) == b"after"
    finally:
        await client.aclose()


async def asyncpg_pool():
    async with asyncpg.create_pool(os.environ["POSTGRES_DSN"], min_size=1, max_size=2) as pool:

        async def use(number):
            async with pool.acquire() as connection, connection.transaction():
                return await connection.fetchval("select $1::int + 1", number)

        results = await asyncio.gather(*(asyncio.create_task(use(number)) for number in range(3)), return_exceptions=True)
        assert [r for r in results if not isinstance(r, BaseException)] == [
            number + 1 for number, r in enumerate(results) if not isinstance(r, BaseException)
        ]
        for _ in range(2):
            async with pool.acquire(timeout=5) as connection:
                assert await connection.fetchval("select 1") == 1


async def httpcore_pool_slot():
    """Not correct: httpcore 1.0.9 loses a place of its pool when a request is cancelled at the wrong moment."""
    async def handle(reader, writer):
        try:
            await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(0.002)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            await writer.drain()
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        async with httpcore.AsyncConnectionPool(max_connections=1) as pool:

            async def get():
                return (await pool.request("GET", f"http://127.0.0.1:{port}/", extensions={"timeout": {"pool": 5}})).content

            await asyncio.gather(*(asyncio.create_task(get()) for _ in range(2)), return_exceptions=True)
            assert await get() == b"ok"
