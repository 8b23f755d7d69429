from .aio.client import Client

__waits__ = "network"

async def connect(servers=..., **options) -> Client: ...
