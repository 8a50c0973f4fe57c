"""Queries from outside may read the lake and nothing else.

Three walls, because each has a hole of its own (tried on DuckDB 1.5.5):

- the lake is attached READ_ONLY, which still lets `COPY … TO` write files;
- external access is off but for the folder of the data files, which still lets `COPY … TO` write
  into that folder, and does not bind the SQLite extension, which opens files by itself;
- so only SELECT statements are run, and of table functions only those known to be harmless.

What may be named is the lake: not its catalog, by which all else in a PostgreSQL database could be
read, and no address, whose parameters could send requests with the lake's credentials elsewhere.

Beyond its memory a query goes on in temporary files; beyond its time it is interrupted. What DuckDB
itself does not see of either, `warehouse.catalog.process_memory` and `give_up` of `time_limit` end.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
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


# Sorting and joining write what they read about once.
_SPILLED_PER_MEMORY = 20
_GRACE = timedelta(seconds=2)
# Where DuckLake attaches the catalogs of lakes.
_CATALOGS = "__ducklake_metadata_"
# What DuckDB would look for among files.
_FILE_NAME = re.compile(r"[./\\:]")
_EXPLAIN = re.compile(r"explain\s+(analyze\s+)?", re.IGNORECASE)


def limit_memory(connection: duckdb.DuckDBPyConnection, memory_bytes: int) -> None:
    """Bound what the queries of a connection hold in memory, and in temporary files beyond."""
    connection.execute(f"SET memory_limit = '{memory_bytes} B'")
    spilled_bytes = memory_bytes * _SPILLED_PER_MEMORY
    connection.execute(f"SET max_temp_directory_size = '{spilled_bytes} B'")


def confine(connection: duckdb.DuckDBPyConnection, data: str) -> None:
    """Take files and networks away from a connection, but for what paths of data begin with."""
    connection.execute(f"SET allowed_directories = [{literal(data)}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def overtime(longest: timedelta) -> str:
    """What is said of a query that took longer than it may."""
    return (
        f"the query took longer than {longest.total_seconds():,.0f} seconds; ask for less, or "
        "allow more with --timeout"
    )


@contextmanager
def time_limit(
    connection: duckdb.DuckDBPyConnection,
    longest: timedelta,
    give_up: Callable[[], object] | None = None,
) -> Iterator[None]:
    """Interrupt what the connection runs once the time is over.

    Args:
        connection: what runs the query.
        longest: how long it may.
        give_up: called, in another thread, where the query goes on all the same: DuckDB looks for
            an interruption between rows, and one value can take minutes.

    Raises:
        QueryTimeoutError: the time was over.
    """
    is_over, has_ended = threading.Event(), threading.Event()

    def watch() -> None:
        if has_ended.wait(longest.total_seconds()):
            return
        is_over.set()
        connection.interrupt()
        if not has_ended.wait(_GRACE.total_seconds()) and give_up is not None:
            give_up()

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield
    except duckdb.InterruptException:
        if is_over.is_set():
            raise QueryTimeoutError(overtime(longest)) from None
        raise
    finally:
        has_ended.set()
        watching.join()


def _parts(node: Any) -> Iterator[dict[str, Any]]:
    """The parts of a parsed statement, however deep."""
    pending = [node]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            yield item
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)


def _require_inside(part: Mapping[str, Any]) -> None:
    """Let a part of a statement pass that reads the lake, or nothing."""
    if part.get("type") == "TABLE_FUNCTION":
        name = part["function"]["function_name"].lower()
        if name not in _TABLE_FUNCTIONS:
            raise StatementRejectedError(
                f"the function {name} reaches outside the lake; query the lake's tables only"
            )
    # Those of the lake need not be published, and parameters of an address could lead elsewhere.
    if part.get("type") == "BASE_TABLE" and _FILE_NAME.search(part["table_name"]):
        raise StatementRejectedError(
            f"cannot read {part['table_name']!r}: a query reads the tables of the lake and no "
            "other files; `dateline tables` lists the tables and views"
        )
    for named in (part.get(kind) for kind in ("catalog_name", "schema_name", "table_name")):
        if isinstance(named, str) and named.lower().startswith(_CATALOGS):
            raise StatementRejectedError(
                f"{named} is not a table of the lake; query the lake's tables only"
            )


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
    if "\0" in sql:
        raise StatementRejectedError("the query has a NUL, at which it would end; leave it out")
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
    for part in _parts(parsed):
        _require_inside(part)
