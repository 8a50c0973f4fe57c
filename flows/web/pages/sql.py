"""Queries in SQL: the result of one, and what there is to ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from dateline.flows.jobs.name_suggestions import queryable_tables
from dateline.flows.jobs.serialization import to_json
from dateline.flows.jobs.sql import ResultColumn, SqlResult, run_query
from dateline.flows.web.page import NONE_IF_EMPTY, NamedRows, OptionalWords, WebPage
from dateline.flows.web.rendering import segment
from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog.ddl import duckdb_type
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.views import VIEWS

_MOST_ROWS = 10_000
_MOST_BYTES = 8 << 20
_ROWS_DRAWN = 200
_LONGEST_QUERY = 20_000
# The pages about what columns name, by the ends of their names.
_PAGES_OF = {"document_id": "/articles", "entity_id": "/entities", "story_id": "/stories"}

# An empty field of the form is no query; one of spaces is a query, and is told to be empty.
Asked = Annotated[
    str | None,
    NONE_IF_EMPTY,
    Query(max_length=_LONGEST_QUERY, description="One plain query in DuckDB's dialect."),
]


@dataclass(frozen=True, slots=True)
class QueryColumn:
    """A column that a query can name."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class QueryTable:
    """A table or a view that a query can name; `meaning` says what a row is."""

    name: str
    is_view: bool
    meaning: str
    columns: Sequence[QueryColumn]


@dataclass(frozen=True, slots=True)
class QueryExample:
    """A question, and the query that answers it."""

    title: str
    query: str


@dataclass(frozen=True, slots=True)
class SqlAnswer:
    """The result of a query, or without one the tables, views and examples."""

    columns: Sequence[ResultColumn]
    rows: Sequence[Sequence[object]]
    tables: Sequence[QueryTable]
    examples: Sequence[QueryExample]


def sql(lake: Lake, query: Asked = None, name: OptionalWords = None) -> SqlAnswer:
    """The result of one query, of up to 10,000 rows and 8 MiB; without one, what there is to ask.

    It reads the lake alone, as `dateline sql` does. Times are text, bytes Base64, structs objects.
    `name` leaves of the tables those that have it, or a column that has it, in their names.
    """
    if query is None:
        tables = [it for it in _tables(lake) if name is None or _has_name(it, name.lower())]
        return SqlAnswer((), (), tables, list(_examples()))
    found: SqlResult = run_query(lake, query, most_rows=_MOST_ROWS, most_bytes=_MOST_BYTES)
    return SqlAnswer(found.columns, found.rows, (), ())


def _tables(lake: Lake) -> Iterator[QueryTable]:
    for name, table in queryable_tables(lake).items():
        yield QueryTable(name, name in VIEWS, table.meaning, list(_columns(table)))


def _columns(table: Table) -> Iterator[QueryColumn]:
    for column in table.columns:
        yield QueryColumn(column.name, duckdb_type(column.annotation), column.declared.meaning)


def _examples() -> Iterator[QueryExample]:
    for view in VIEWS.values():
        yield QueryExample(view.example_title, view.example)


def _has_name(table: QueryTable, name: str) -> bool:
    return any(name in it for it in (table.name, *(column.name for column in table.columns)))


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A value as text, and the path of the page about what it names."""

    text: str
    path: str | None


@dataclass(frozen=True, slots=True)
class DrawnResult:
    """The first rows, with None for null; which columns are numbers; and names to complete with."""

    rows: Sequence[Sequence[DrawnCell | None]]
    are_numbers: Sequence[bool]
    names: Sequence[str]


def drawn_result(answer: SqlAnswer) -> DrawnResult:
    """The answer as it is laid out."""
    rows = answer.rows[:_ROWS_DRAWN]
    names = {
        name
        for table in answer.tables
        for name in (table.name, *(column.name for column in table.columns))
    }
    return DrawnResult(
        [[_cell(*it) for it in zip(answer.columns, row, strict=True)] for row in rows],
        [
            all(isinstance(row[index], int | float | None) for row in rows)
            for index in range(len(answer.columns))
        ],
        sorted(names),
    )


def _cell(column: ResultColumn, value: object) -> DrawnCell | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else to_json(value)
    for ending, folder in _PAGES_OF.items():
        if isinstance(value, str) and value and column.name.endswith(ending):
            return DrawnCell(text, f"{folder}/{segment(value)}")
    return DrawnCell(text, None)


SQL = WebPage(
    "/sql",
    sql,
    "sql.html.j2",
    menu="SQL",
    table=lambda it: NamedRows([column.name for column in it.columns], it.rows),
    drawn=drawn_result,
)
