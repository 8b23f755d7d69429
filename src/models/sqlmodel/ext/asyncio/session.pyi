from sqlalchemy.engine import ScalarResult
from sqlalchemy.ext.asyncio import AsyncSession as _AsyncSession

__waits__ = "database"

class AsyncSession(_AsyncSession):
    async def exec(self, statement, **kwargs) -> ScalarResult: ...
