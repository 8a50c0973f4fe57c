"""Queries that are written here, which need no check of what they read."""

from collections.abc import Sequence

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.parameters import Value, with_literals
from dateline.warehouse.catalog.results import QueryResult


def look_up(lake: Lake, sql: str, parameters: Sequence[Value] = ()) -> QueryResult:
    """The result of a query that is written here; one from outside goes through `Lake.rows`."""
    return QueryResult(lake.connection.execute(with_literals(sql, parameters)))
