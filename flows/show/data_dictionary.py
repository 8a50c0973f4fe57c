"""The data dictionary: tables, views and columns for the terminal, as JSON and as Markdown."""

import io
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from dateline.flows.show.query_results import print_table
from dateline.flows.show.terminal import print_pairs
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import Column, Table
from dateline.warehouse.catalog.ddl import duckdb_type
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.views import VIEWS, described


def constraints(column: Column) -> str:
    """The constraints of a column, as text."""
    declared = column.declared
    parts = ["key"] if declared.key else []
    if column.nullable:
        parts.append("may be null")
    if declared.unit:
        parts.append(f"in {declared.unit}")
    if declared.values:
        parts.append("one of " + ", ".join(declared.values))
    if declared.minimum is not None:
        parts.append(f"at least {declared.minimum:g}")
    if declared.maximum is not None:
        parts.append(f"at most {declared.maximum:g}")
    if declared.pattern:
        parts.append(f"matches {declared.pattern}")
    if declared.references:
        parts.append(f"refers to {declared.references}")
    return "; ".join(parts)


def as_rows(tables: Sequence[Table]) -> list[dict[str, str | bool]]:
    """One row per column, for machines."""
    return [
        {
            "table": table.qualified_name,
            "is_view": table.name in VIEWS,
            "column": column.name,
            "type": duckdb_type(column.annotation),
            "nullable": column.nullable,
            "meaning": column.declared.meaning,
            "constraints": constraints(column),
        }
        for table in tables
        for column in table.columns
    ]


def print_tables(console: Console, tables: Sequence[Table], views: Sequence[Table]) -> None:
    """Print one line per table and per view."""
    for heading, group in (("Tables; a row is", tables), ("\nViews; a row is", views)):
        console.print(f"{heading}\n")
        print_pairs(console, [(table.qualified_name, table.meaning) for table in group])
    console.print("\n`dateline tables NAME` lists its columns.", style="dim")


def print_columns(console: Console, table: Table) -> None:
    """Print one line per column."""
    console.print(Text.assemble((table.qualified_name, "bold"), f": {table.meaning}\n"))
    grid = Grid(show_edge=False, header_style="bold")
    for heading in ("column", "type", "meaning", "constraints"):
        grid.add_column(heading)
    for column in table.columns:
        grid.add_row(
            Text(column.name, style="bold"),
            Text(duckdb_type(column.annotation)),
            Text(column.declared.meaning),
            Text(constraints(column), style="dim"),
        )
    console.print(grid)


def as_markdown() -> str:
    """The reference page of all tables."""
    parts = [
        "# Tables",
        "",
        "Generated from `transforms/schema/` by `make reference`; do not edit.",
        "",
    ]
    for table in TABLES.values():
        parts += [f"## {table.qualified_name}", "", f"A row is: {table.meaning}.", ""]
        parts += [*_columns_as_markdown(table), ""]
    return "\n".join(parts)


def views_as_markdown(lake: Lake) -> str:
    """The reference page of all views, with the output of their examples on a lake."""
    parts = [
        "# Views",
        "",
        "Generated from `warehouse/catalog/views/` by `make reference`; do not edit.",
        "The output below each example comes from the sample pages.",
        "",
    ]
    for name, table in described().items():
        view = VIEWS[name]
        printed = io.StringIO()
        print_table(
            Console(file=printed, width=200, highlight=False), lake.rows(view.example), limit=100
        )
        output = [line.rstrip() for line in printed.getvalue().splitlines()]
        parts += [f"## {name}", "", f"A row is: {view.meaning}.", "", view.purpose, ""]
        parts += [*_columns_as_markdown(table), "", f"{view.example_title}:", ""]
        parts += ["```sql", view.example, "```", "", "```text", *output, "```", ""]
    return "\n".join(parts)


def _columns_as_markdown(table: Table) -> Iterator[str]:
    yield from ("| column | type | meaning | constraints |", "| --- | --- | --- | --- |")
    for column in table.columns:
        cells = (
            f"`{column.name}`",
            f"`{duckdb_type(column.annotation)}`",
            column.declared.meaning,
            constraints(column),
        )
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
