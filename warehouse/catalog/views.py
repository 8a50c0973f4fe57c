"""The views: questions that many ask, as files in `warehouse/catalog/views/`, one a view.

A file begins with a comment: what a row is, what the view is for, what each column means (or which
column of a table it is, `quotes.kind`; a `?` stands after a name whose values may be null, a unit
in brackets at the end), and an example. What follows is the query. The views lie in the lake's
catalog, so that whatever reads DuckLake has them.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import duckdb

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import Col, Column, Table
from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.resolved_tables import RESOLVED_TABLES

# A view stands after those that it asks.
_NAMES = (
    "quotations",
    "quoted_speakers",
    "quotations_about",
    "place_mentions",
    "country_mentions",
    "co_mentions",
    "entity_timeline",
    "coverage",
    "once_per_story",
    "once_per_topic",
    "reprint_chain",
    "silent_edits",
    "promoted_posts",
    "news_articles",
    "daily_accounts",
    "daily_rules",
    "daily_sources",
)
_COLUMN = re.compile(
    r"(?P<name>[a-z_]+)(?P<nullable>\??): (?P<meaning>.+?)(?: \[(?P<unit>[a-z]+)\])?"
)


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """What a column of a view means, and whether null is possible."""

    declared: Col
    nullable: bool


@dataclass(frozen=True, slots=True)
class View:
    """A view as its file declares it, its columns by name."""

    name: str
    meaning: str
    purpose: str
    columns: Mapping[str, ViewColumn]
    example_title: str
    example: str
    query: str


@cache
def _read(name: str) -> View:
    """The view that a file declares.

    Raises:
        ValueError: its comment is not in the form that the module's description gives.
    """
    text = (
        files("dateline.warehouse.catalog")
        .joinpath("views", f"{name}.sql")
        .read_text(encoding="utf-8")
    )
    comment = "".join(re.findall(r"\A(?:--.*\n)+", text))
    lines = [line.removeprefix("--").removeprefix(" ") for line in comment.splitlines()]
    meaning, purpose, columns, *example = "\n".join(lines).split("\n\n", 4)
    if len(example) != 2 or not example[0].startswith("Example: "):
        raise ValueError(
            f"warehouse/catalog/views/{name}.sql: its comment is not in the expected form"
        )
    return View(
        name,
        meaning.rstrip("."),
        purpose.replace("\n", " "),
        dict(_declared(name, line) for line in columns.splitlines()),
        example[0].removeprefix("Example: "),
        re.sub(r"(?m)^    ", "", example[1]).strip(),
        text.removeprefix(comment).strip(),
    )


def _declared(view: str, line: str) -> tuple[str, ViewColumn]:
    match = _COLUMN.fullmatch(line)
    if match is None:
        raise ValueError(f"warehouse/catalog/views/{view}.sql: {line!r} describes no column")
    nullable = bool(match["nullable"])
    table, _, name = match["meaning"].rpartition(".")
    for column in TABLES[table].columns if table in TABLES else ():
        if column.name == name:
            of = column.declared
            # What else is declared is of the table's rows: the rule that it is a key, for one.
            declared = Col(of.meaning, unit=of.unit, values=of.values)
            return match["name"], ViewColumn(declared, nullable or column.nullable)
    return match["name"], ViewColumn(Col(match["meaning"], unit=match["unit"]), nullable)


class _Views(Mapping[str, View]):
    """The views by name, each read from its file when it is asked for."""

    def __getitem__(self, name: str) -> View:
        if name not in _NAMES:
            raise KeyError(name)
        return _read(name)

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMES)

    def __len__(self) -> int:
        return len(_NAMES)


VIEWS: Mapping[str, View] = _Views()


def statements(names: Container[str]) -> Iterator[str]:
    """The statements that make views with their comments; they replace older ones.

    A view comes after those that it asks: those that show tables come first.
    """
    for name, (query, meaning) in _queries().items():
        if name in names:
            quoted = ddl.identifier(name)
            yield f"CREATE OR REPLACE VIEW {quoted} AS {query}"
            yield f"COMMENT ON VIEW {quoted} IS {ddl.literal(meaning)}"


@cache
def _queries() -> dict[str, tuple[str, str]]:
    """Query and meaning of all views by name, those that show tables among them."""
    shown = {name: (query, TABLES[name].meaning) for name, query in RESOLVED_TABLES.items()}
    return shown | {name: (view.query, view.meaning) for name, view in VIEWS.items()}


@cache
def described() -> dict[str, Table]:
    """The views as tables, by name: the types of the columns are those that the queries give."""
    return as_tables(_empty(), VIEWS)


def as_tables(connection: duckdb.DuckDBPyConnection, names: Container[str]) -> dict[str, Table]:
    """Those of the views that are in `names` as the tables that they are to who reads them.

    Args:
        connection: where the views are; an older lake may have them with other columns.
        names: the views that are there.
    """
    return {
        name: Table(name, "main", view.meaning, tuple(_columns(connection, view)))
        for name, view in VIEWS.items()
        if name in names
    }


def _columns(connection: duckdb.DuckDBPyConnection, view: View) -> Iterator[Column]:
    found = connection.execute(f"FROM {ddl.identifier(view.name)} LIMIT 0").description or ()
    for name, duckdb_type, *_ in found:
        said = view.columns.get(name, ViewColumn(Col(""), nullable=True))
        yield Column(name, ddl.annotation_of(str(duckdb_type)), said.nullable, said.declared)


@cache
def _empty() -> duckdb.DuckDBPyConnection:
    """A database in memory with the tables and the views, all of them empty."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute('CREATE SCHEMA "ops"')
    connection.execute(
        ";\n".join([*map(ddl.create_table, TABLES.values()), *statements(_queries())])
    )
    return connection


def views_in(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str | None]]:
    """The views beside the tables in the attached lake: statement and comment by name."""
    rows = connection.execute(
        "SELECT view_name, sql, comment FROM duckdb_views() "
        "WHERE database_name = 'lake' AND schema_name = 'main'"
    )
    return {name: (sql, comment) for name, sql, comment in rows.fetchall()}


def outdated(found: Mapping[str, tuple[str, str | None]]) -> frozenset[str]:
    """The names of the views that a lake with those in `found` lacks, or has otherwise."""
    return frozenset(
        name
        for name, (_, meaning) in _queries().items()
        if name not in found or found[name] != (_normal()[name], meaning)
    )


@cache
def _normal() -> dict[str, str]:
    """The views' statements in the form in which DuckDB keeps them."""
    rows = _empty().execute("SELECT view_name, sql FROM duckdb_views() WHERE NOT internal")
    return dict(rows.fetchall())
