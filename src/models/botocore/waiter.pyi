from uncoil import blocks

class Waiter:
    @blocks("network", instead="aioboto3.Session.client")
    def wait(self, **kwargs) -> None: ...
