"""The table of the old system, read with its old driver."""

import psycopg2


class LegacyStock:
    def __init__(self, dsn: str) -> None:
        self._dsn = dsn

    def amount(self, sku: str) -> int:
        row = self._row(sku)
        return row[1] if row is not None else 0

    def _row(self, sku: str) -> tuple[str, int] | None:
        connection = psycopg2.connect(self._dsn)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT sku, amount FROM stock WHERE sku = %s", (sku,))
                return cursor.fetchone()
        finally:
            connection.close()
