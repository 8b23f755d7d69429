from uncoil import twin

from .session import Session

# Forwards to the session of the thread; not a subclass in the library.
@twin("sqlalchemy.ext.asyncio.async_scoped_session")
class scoped_session(Session):
    def __init__(self, session_factory, scopefunc=None) -> None: ...
    def __call__(self, **kw) -> Session: ...
    def remove(self) -> None: ...
