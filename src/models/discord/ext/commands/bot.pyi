from uncoil import handles

from ...client import Client
from ...shard import AutoShardedClient

class BotBase:
    def command(self, name=None, cls=None, *args, **kwargs):
        @handles("func", kind="command")
        def decorator(func):
            return func
        return decorator
    def group(self, name=None, cls=None, *args, **kwargs):
        @handles("func", kind="command")
        def decorator(func):
            return func
        return decorator
    def hybrid_command(self, name=None, with_app_command=True, *args, **kwargs):
        @handles("func", kind="command")
        def decorator(func):
            return func
        return decorator
    def listen(self, name=None):
        @handles("func", kind="event")
        def decorator(func):
            return func
        return decorator
    def check(self, func, /):
        return func
    @handles("coro", kind="command")
    def before_invoke(self, coro, /):
        return coro
    @handles("coro", kind="command")
    def after_invoke(self, coro, /):
        return coro
    async def add_cog(self, *args, **kwargs): ...
    async def can_run(self, *args, **kwargs): ...
    async def get_context(self, *args, **kwargs): ...
    async def get_prefix(self, *args, **kwargs): ...
    async def invoke(self, *args, **kwargs): ...
    async def is_owner(self, *args, **kwargs): ...
    async def load_extension(self, *args, **kwargs): ...
    @handles(kind="event")
    async def on_command_error(self, *args, **kwargs): ...
    @handles(kind="event")
    async def on_message(self, *args, **kwargs): ...
    async def process_commands(self, *args, **kwargs): ...
    async def reload_extension(self, *args, **kwargs): ...
    async def remove_cog(self, *args, **kwargs): ...
    async def unload_extension(self, *args, **kwargs): ...

class Bot(BotBase, Client):
    def __init__(self, command_prefix, **options) -> None: ...

class AutoShardedBot(BotBase, AutoShardedClient): ...
