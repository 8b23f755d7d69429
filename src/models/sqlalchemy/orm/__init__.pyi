from .decl_api import DeclarativeBase, declarative_base
from .query import Query
from .scoping import scoped_session
from .session import Session, SessionTransaction, sessionmaker
