from .engine import Connection, Engine, Result, Row, create_engine
from .sql.schema import MetaData, Table
