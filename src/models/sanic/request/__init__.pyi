__waits__ = "network"

class Request:
    method: str
    path: str
    body: bytes
    args: dict
    form: dict
    files: dict
    json: dict
    headers: dict
    async def respond(self, response=None, **kwargs): ...
    async def receive_body(self) -> None: ...
