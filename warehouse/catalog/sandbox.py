"""Queries from outside may read the lake and nothing else.

Three walls, because each has a hole of its own (tried on DuckDB 1.5.5):

- the lake is attached READ_ONLY, which still lets `COPY … TO` write files;
- external access is off but for the folder of the data files, which still lets `COPY … TO` write
  into that folder, and does not bind the SQLite extension, which opens files by itself;
- so only SELECT statements are run, and of table functions only those known to be harmless.

Beyond its memory a query goes on in temporary files; beyond its time it is interrupted.
"""

import json
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb

from dateline.warehouse.catalog.ddl import literal
from dateline.warehouse.catalog.errors import QueryTimeoutError, StatementRejectedError
from dateline.warehouse.catalog.parameters import execute

# Table functions that neither touch files nor run SQL hidden in a string.
_TABLE_FUNCTIONS = frozenset(
    {
        "current_snapshot",
        "duckdb_columns",
        "duckdb_functions",
        "duckdb_settings",
        "duckdb_tables",
        "duckdb_types",
        "duckdb_views",
        "ducklake_snapshots",
        "ducklake_table_changes",
        "ducklake_table_info",
        "generate_series",
        "json_each",
        "json_tree",
        "pragma_version",
        "range",
        "repeat",
        "repeat_row",
        "snapshots",
        "table_changes",
        "table_deletions",
        "table_info",
        "table_insertions",
        "test_all_types",
        "unnest",
    }
)


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """How long a query may take, and how many rows it may have; None for any number."""

    longest: timedelta
    row_count: int | None = None


_EXPLAIN = re.compile(r"explain\s+(analyze\s+)?", re.IGNORECASE)


def confine(
    connection: duckdb.DuckDBPyConnection, data: Path, memory_bytes: int | None = None
) -> None:
    """Take the file system away from a connection, but for the folder of the data files.

    `memory_bytes` is what its queries may hold in memory; None leaves DuckDB's own limit.
    """
    if memory_bytes is not None:
        connection.execute(f"SET memory_limit = '{memory_bytes} B'")
    connection.execute(f"SET allowed_directories = [{literal(f'{data}/')}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


@contextmanager
def time_limit(connection: duckdb.DuckDBPyConnection, longest: timedelta) -> Iterator[None]:
    """Interrupt what the connection runs once the time is over.

    Raises:
        QueryTimeoutError: it was.
    """
    is_over = threading.Event()

    def interrupt() -> None:
        is_over.set()
        connection.interrupt()

    timer = threading.Timer(longest.total_seconds(), interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.InterruptException:
        if is_over.is_set():
            raise QueryTimeoutError(
                f"the query took longer than {longest.total_seconds():,.0f} seconds; "
                "ask for less, or allow more with --timeout"
            ) from None
        raise
    finally:
        timer.cancel()


def _table_functions(node: Any) -> Iterator[str]:
    """The names of the table functions in a parsed statement, however deep."""
    pending = [node]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            if item.get("type") == "TABLE_FUNCTION":
                yield item["function"]["function_name"].lower()
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)


def _looks_up_its_columns(statements: Sequence[duckdb.Statement]) -> bool:
    """Whether a query has a PIVOT without values, which DuckDB takes apart into statements.

    One of these creates a type of the values; none has a text that could be checked.
    """
    created = (one for one in statements if one.type == duckdb.StatementType.CREATE)
    return any(not one.query for one in created)


def check_query(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Let one plain query pass: SELECT, FROM, VALUES, WITH, DESCRIBE, SHOW, SUMMARIZE, EXPLAIN.

    Raises:
        StatementRejectedError: `sql` is anything else, more than one statement, or calls a table
            function that reaches outside the lake.
        duckdb.ParserException: `sql` is not SQL; the message shows where.
    """
    statements = connection.extract_statements(sql)
    query = _EXPLAIN.sub("", sql.strip(), count=1) if _EXPLAIN.match(sql.strip()) else sql
    row = execute(connection, "SELECT json_serialize_sql($1::VARCHAR)", [query]).fetchone()
    try:
        parsed = json.loads(row[0]) if row else {}
    except RecursionError:
        raise StatementRejectedError(
            "the query is nested too deeply to be checked; write a long chain of operators as a "
            "list, such as `IN (…)` or `list_sum([…])`"
        ) from None
    if parsed.get("error", True):
        if _looks_up_its_columns(statements):
            raise StatementRejectedError(
                "a PIVOT here needs the values that become columns; list them, as in `PIVOT quotes "
                "ON kind IN ('direct', 'indirect', 'mixed') USING count(*)`"
            )
        raise StatementRejectedError(
            "the lake is open for reading only; write a query (SELECT, FROM, WITH, DESCRIBE, SHOW, "
            "SUMMARIZE, EXPLAIN)"
        )
    if not parsed["statements"]:
        raise StatementRejectedError(
            "the query is empty; write one, such as `FROM articles LIMIT 5`"
        )
    if len(parsed["statements"]) != 1:
        raise StatementRejectedError(
            f"found {len(parsed['statements'])} statements; write one at a time"
        )
    for name in _table_functions(parsed):
        if name not in _TABLE_FUNCTIONS:
            raise StatementRejectedError(
                f"the function {name} reaches outside the lake; query the lake's tables only"
            )
