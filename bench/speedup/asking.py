"""Clients of a service, all at once."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp

from driving import find_free_port, serve


@contextmanager
def serve_asgi(app: str, **environment: str) -> Iterator[str]:
    """Runs `module:app` of the program with uvicorn, as one process; the block gets its address."""
    port = find_free_port()
    command = [sys.executable, "-m", "uvicorn", app, "--port", str(port), "--no-access-log", "--log-level", "warning"]
    with serve(command, port, **environment):
        yield f"http://127.0.0.1:{port}"


async def ask_all(address: str, paths_by_client: list[list[str]]) -> list[str]:
    """Each client asks for its paths one after another; the answers, in the order of clients and paths."""
    connector = aiohttp.TCPConnector(limit=len(paths_by_client))
    async with aiohttp.ClientSession(address, connector=connector) as session:
        answers = await asyncio.gather(*(ask_one(session, paths) for paths in paths_by_client))
    return [answer for some in answers for answer in some]


async def ask_one(session: aiohttp.ClientSession, paths: list[str]) -> list[str]:
    answers: list[str] = []
    for path in paths:
        async with session.get(path) as response:
            answers.append(f"{response.status} {await response.text()}")
    return answers
