from uncoil import blocks

# Every program is a function: `from sh import git`.
def __getattr__(name: str) -> "Command": ...


class Command:
    def bake(self, *args, **kwargs) -> "Command": ...
    @blocks("process", instead="sh with _async=True", unless={"_bg": True, "_async": True})
    def __call__(self, *args, _bg=False, _async=False, **kwargs): ...
