from uncoil import handles

class Cog:
    async def cog_load(self) -> None: ...
    async def cog_unload(self) -> None: ...
    @classmethod
    def listener(cls, name=None):
        @handles("func", kind="event")
        def decorator(func):
            return func
        return decorator
