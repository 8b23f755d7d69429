from collections.abc import Generator
from typing import Any

from uncoil import awaitable, waits

__waits__ = "network"

# Asks Telegram nothing until it is awaited.
@waits("network")
@awaitable
class TelegramMethod:
    def __await__(self) -> Generator[Any, None, Any]: ...
    async def emit(self, bot): ...
