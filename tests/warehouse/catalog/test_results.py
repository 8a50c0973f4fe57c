"""Rows as Python values say what DuckDB's values say."""

from datetime import UTC, date, datetime
from decimal import Decimal

import duckdb
import pytest

from dateline.warehouse.catalog.errors import StaleResultError, UnsupportedValueError
from dateline.warehouse.catalog.results import QueryResult, distinct_names


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    return connection


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("sum(i) FROM range(4) t(i)", 6),
        ("1::HUGEINT << 100", Decimal(2**100)),
        ("NULL::HUGEINT", None),
        ("1.50", Decimal("1.50")),
        ("[1, NULL]", [1, None]),
        ("{'a': [DATE '2026-01-01']}", {"a": [date(2026, 1, 1)]}),
        ("(1, 2)", (1, 2)),
        ("TIMESTAMPTZ '2026-01-01 00:00:00+02'", datetime(2025, 12, 31, 22, tzinfo=UTC)),
        ("'{}'::JSON", "{}"),
        ("DATE '12026-01-01'", "12026-01-01"),
        ("MAP {'a': 1}", [("a", 1)]),
        ("BLOB 'a'", b"a"),
    ],
)
def test_values(connection: duckdb.DuckDBPyConnection, sql: str, value: object) -> None:
    assert list(QueryResult(connection.execute(f"SELECT {sql}"))) == [(value,)]


def test_an_interval_of_months_is_not_one_of_days(connection: duckdb.DuckDBPyConnection) -> None:
    ((value,),) = QueryResult(connection.execute("SELECT INTERVAL 1 MONTH"))
    assert (value.months, value.days) == (1, 0)


@pytest.mark.parametrize(
    "sql",
    [
        "DATE 'infinity'",
        "['-infinity'::TIMESTAMPTZ]",
        "{'a': TIMESTAMP 'infinity'}",
        "INTERVAL 100000000 YEARS, DATE '12026-01-01', TIMESTAMP_NS '2026-01-01'",
    ],
)
def test_what_python_has_no_value_for_says_what_to_do(
    connection: duckdb.DuckDBPyConnection, sql: str
) -> None:
    with pytest.raises(UnsupportedValueError, match="cast its column to VARCHAR"):
        list(QueryResult(connection.execute(f"SELECT {sql}")))


def test_rows_come_in_their_order_and_once(connection: duckdb.DuckDBPyConnection) -> None:
    result = QueryResult(connection.execute("SELECT range AS a, 'x' AS b FROM range(3000)"))
    assert result.names == ["a", "b"]
    fetched = result.fetch_all()
    connection.execute("SELECT 1")
    assert [row[0] for row in fetched] == list(range(3000))
    assert next(QueryResult(connection.execute("SELECT 1 AS a, 2 AS a")).dicts()) == {
        "a": 1,
        "a_1": 2,
    }


def test_repeated_names_are_numbered() -> None:
    assert distinct_names(["a", "a", "a_1", "b", "a"]) == ["a", "a_1", "a_1_1", "b", "a_2"]


def test_arrow_is_there_for_who_asks(connection: duckdb.DuckDBPyConnection) -> None:
    result = QueryResult(connection.execute("FROM range(10)"))
    assert result.to_arrow_reader(4).read_all().num_rows == 10


@pytest.mark.parametrize(
    "next_query", ["SELECT 1 AS i", "SELECT 'x' AS other", "FROM range(3) t(i)"]
)
def test_rows_are_gone_with_the_next_query(
    connection: duckdb.DuckDBPyConnection, next_query: str
) -> None:
    first = QueryResult(connection.execute("FROM range(5000) t(i)"))
    begun = iter(first)
    assert next(begun) == (0,)
    arrow = QueryResult(connection.execute("FROM range(5000) t(i)")).to_arrow_reader(1_000)
    assert arrow.read_next_batch().num_rows == 1_000
    second = QueryResult(connection.execute(next_query))
    for read in (lambda: list(begun), lambda: list(first), first.to_arrow_reader, arrow.read_all):
        with pytest.raises(StaleResultError, match="has run another query"):
            read()
    assert list(second) == connection.execute(next_query).fetchall()


def test_rows_are_gone_with_a_query_of_another_kind(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    result = QueryResult(connection.execute("FROM range(5) t(i)"))
    connection.execute("SELECT 'x' AS other")
    with pytest.raises(StaleResultError):
        result.fetch_all()
