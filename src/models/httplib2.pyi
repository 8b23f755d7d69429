from uncoil import blocks

class Http:
    @blocks("network", instead="httpx.AsyncClient.request")
    def request(self, uri, method="GET", **kwargs): ...
