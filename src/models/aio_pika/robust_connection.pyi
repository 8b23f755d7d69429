from uncoil import resource

from .connection import Connection
from .robust_channel import RobustChannel

__waits__ = "network"

@resource("close")
async def connect_robust(url=None, **kwargs) -> "RobustConnection": ...

class RobustConnection(Connection):
    def channel(self, channel_number=None, **kwargs) -> RobustChannel: ...
    async def reconnect(self) -> None: ...
