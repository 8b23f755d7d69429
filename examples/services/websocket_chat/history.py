"""What was said before."""

from collections import deque

from websockets.asyncio.server import ServerConnection


class History:
    def __init__(self, limit: int = 50) -> None:
        self._messages: deque[str] = deque(maxlen=limit)

    def add(self, text: str) -> None:
        self._messages.append(text)

    async def replay(self, member: ServerConnection) -> None:
        for message in list(self._messages):
            await member.send(message)
