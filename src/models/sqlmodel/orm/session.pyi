from uncoil import blocks, twin

from sqlalchemy.engine import ScalarResult
from sqlalchemy.orm import Session as _Session

@twin("sqlmodel.ext.asyncio.session.AsyncSession")
class Session(_Session):
    @blocks("database", instead="sqlmodel.ext.asyncio.session.AsyncSession.exec")
    def exec(self, statement, **kwargs) -> ScalarResult: ...
