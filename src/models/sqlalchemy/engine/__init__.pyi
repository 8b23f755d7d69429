from .base import Connection, Engine, RootTransaction, Transaction
from .create import create_engine, engine_from_config
from .result import MappingResult, Result, ScalarResult
from .row import Row
