from uncoil import resource, shared

from .connection import Connection
from .robust_channel import RobustChannel

__waits__ = "network"

async def connect_robust(url=None, **kwargs) -> "RobustConnection": ...

@shared
@resource("close")
class RobustConnection(Connection):
    def channel(self, channel_number=None, **kwargs) -> RobustChannel: ...
    async def reconnect(self) -> None: ...
