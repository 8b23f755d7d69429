from uncoil import blocks

class Git:
    @blocks("process", instead="asyncio.create_subprocess_exec")
    def execute(self, command, **kwargs): ...
    def __getattr__(self, name: str) -> "_Command": ...

class _Command:
    @blocks("process", instead="asyncio.create_subprocess_exec")
    def __call__(self, *args, **kwargs): ...
