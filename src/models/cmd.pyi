from uncoil import blocks

class Cmd:
    prompt: str
    def __init__(self, completekey="tab", stdin=None, stdout=None) -> None: ...
    @blocks("input", instead="asyncio.to_thread")
    def cmdloop(self, intro=None) -> None: ...
