from uncoil import blocks, twin

__waits__ = "database"

@twin("psycopg.AsyncTransaction")
class Transaction:
    @blocks("database", instead="psycopg.AsyncConnection.transaction")
    def __enter__(self) -> "Transaction": ...
    @blocks("database", instead="psycopg.AsyncConnection.transaction")
    def __exit__(self, exc_type, exc_val, exc_tb) -> None: ...

class AsyncTransaction:
    async def __aenter__(self) -> "AsyncTransaction": ...
    async def __aexit__(self, exc_type, exc_val, exc_tb) -> None: ...
