from uncoil import blocks


class SendGridAPIClient:
    def __init__(self, api_key=None, **kwargs) -> None: ...
    @blocks("network", instead="httpx.AsyncClient.post")
    def send(self, message): ...
