"""A query of a person or a program, answered as values that JSON has, within bounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from dateline.flows.jobs.name_suggestions import queryable_tables, with_suggestions
from dateline.flows.jobs.serialization import to_json
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.results import QueryResult
from dateline.warehouse.errors import UsageError


class QueryFailedError(UsageError):
    """A query that is wrong, or whose answer is too large; the message is what to change."""


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column of a result, with DuckDB's name of its type."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class SqlResult:
    """The whole result of a query: times are text, bytes Base64, structs objects."""

    columns: Sequence[ResultColumn]
    rows: Sequence[Sequence[Any]]


def run_query(lake: Lake, query: str, *, most_rows: int, most_bytes: int) -> SqlResult:
    """Run a query on a lake that is open for reading.

    Args:
        lake: the lake; its connection has its own bounds of memory and time.
        query: one plain query.
        most_rows: how many rows the result may have.
        most_bytes: how large it may be as JSON.

    Raises:
        QueryFailedError: the query is wrong, or the result larger.
        StatementRejectedError: it is no plain query, or reaches outside the lake.
        UnsupportedValueError: a value is none that Python has.
    """
    try:
        result = lake.rows(query)
        return SqlResult(columns_of(result), _bounded(result, most_rows, most_bytes))
    except (duckdb.InterruptException, duckdb.IOException):
        raise
    except duckdb.OutOfMemoryException as error:
        raise QueryFailedError(f"{str(error).splitlines()[0]}; ask for less") from error
    except duckdb.Error as error:
        raise QueryFailedError(with_suggestions(str(error), queryable_tables(lake))) from error


def columns_of(result: QueryResult) -> list[ResultColumn]:
    """The columns of a result, in order."""
    return [
        ResultColumn(name, str(of)) for name, of in zip(result.names, result.types, strict=True)
    ]


def _bounded(rows: Any, most_rows: int, most_bytes: int) -> Sequence[Sequence[Any]]:
    import orjson

    kept: list[Sequence[Any]] = []
    byte_count = 0
    for row in rows:
        encoded = to_json(row)
        byte_count += len(encoded)
        if len(kept) == most_rows:
            raise QueryFailedError(
                f"the result has more than {most_rows:,} rows; ask for less, such as with LIMIT"
            )
        if byte_count > most_bytes:
            raise QueryFailedError(
                f"the result is larger than {most_bytes >> 20} MiB; ask for fewer rows, or for "
                "columns that are shorter"
            )
        kept.append(orjson.loads(encoded))
    return kept
