from uncoil import serves, startup

class FastStream:
    def __init__(self, broker=None, *args, **kwargs) -> None: ...
    @startup("func")
    def on_startup(self, func):
        return func
    @startup("func")
    def after_startup(self, func):
        return func
    def on_shutdown(self, func):
        return func
    def after_shutdown(self, func):
        return func
    @serves
    async def run(self, *args, **kwargs) -> None: ...
