from ..sql.schema import MetaData, Table

class DeclarativeBase:
    metadata: MetaData
    __table__: Table

def declarative_base(**kwargs) -> type[DeclarativeBase]: ...
