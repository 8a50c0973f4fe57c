"""Snapshots: every change of the lake is one, and each can be read for as long as it is kept."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb
import pyarrow as pa


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection, message: str) -> Iterator[None]:
    """All that is done inside, as one snapshot with `message`; nothing of it where it raises."""
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("CALL lake.set_commit_message('dateline', ?)", [message])
        connection.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):
            connection.execute("ROLLBACK")
        raise


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Put rows into a table by the names of their columns: their order there has a history."""
    connection.register("inserted", rows)
    try:
        connection.execute(f"INSERT INTO {table} BY NAME FROM inserted")
    finally:
        connection.unregister("inserted")
