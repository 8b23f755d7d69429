from uncoil import blocks


class Curl:
    @blocks("network", instead="httpx.AsyncClient.request")
    def perform(self) -> None: ...
    @blocks("network", instead="httpx.AsyncClient.request")
    def perform_rb(self) -> bytes: ...
    @blocks("network", instead="httpx.AsyncClient.request")
    def perform_rs(self) -> str: ...


class CurlMulti:
    # Does not wait by itself.
    def perform(self): ...
    @blocks("network", instead="httpx.AsyncClient.request")
    def select(self, timeout=None) -> int: ...
