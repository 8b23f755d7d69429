from .engine import AsyncConnection, AsyncEngine, AsyncTransaction, async_engine_from_config, create_async_engine
from .result import AsyncMappingResult, AsyncResult, AsyncScalarResult
from .scoping import async_scoped_session
from .session import AsyncAttrs, AsyncSession, AsyncSessionTransaction, async_sessionmaker, close_all_sessions
