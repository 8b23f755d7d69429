from sqlalchemy.engine import ScalarResult
from sqlalchemy.ext.asyncio import AsyncSession as _AsyncSession

from uncoil import resource

__waits__ = "database"

@resource("close", "aclose")
class AsyncSession(_AsyncSession):
    async def exec(self, statement, **kwargs) -> ScalarResult: ...
