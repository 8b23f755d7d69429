from uncoil import blocks

class Message:
    message_id: str
    @blocks("network", instead="asyncio.to_thread")
    def get_result(self, *, backend=None, block=False, timeout=None): ...
