__waits__ = "network"

class AIOWaiter:
    async def wait(self, **kwargs) -> None: ...
