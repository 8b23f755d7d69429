from .models import Model

__waits__ = "database"

class Tortoise:
    @classmethod
    async def init(cls, config=None, config_file=None, **kwargs) -> None: ...
    @classmethod
    async def generate_schemas(cls, safe=True) -> None: ...
    @classmethod
    async def close_connections(cls) -> None: ...
