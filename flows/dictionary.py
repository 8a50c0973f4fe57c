"""The data dictionary, on the terminal, as JSON and as a page of the documentation."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from flows.output import print_pairs
from transforms.columns import Column, Table
from transforms.records import TABLES
from warehouse.ddl import duckdb_type


def constraints(column: Column) -> str:
    """What holds for a column, in words."""
    declared = column.declared
    said = ["key"] if declared.key else []
    if column.nullable:
        said.append("may be null")
    if declared.unit:
        said.append(f"in {declared.unit}")
    if declared.values:
        said.append("one of " + ", ".join(declared.values))
    if declared.minimum is not None:
        said.append(f"at least {declared.minimum:g}")
    if declared.maximum is not None:
        said.append(f"at most {declared.maximum:g}")
    if declared.pattern:
        said.append(f"matches {declared.pattern}")
    if declared.references:
        said.append(f"refers to {declared.references}")
    return "; ".join(said)


def as_rows(tables: Sequence[Table]) -> list[dict[str, str | bool]]:
    """One row a column, for machines."""
    return [
        {
            "table": table.qualified_name,
            "column": column.name,
            "type": duckdb_type(column.arrow),
            "nullable": column.nullable,
            "meaning": column.declared.meaning,
            "constraints": constraints(column),
        }
        for table in tables
        for column in table.columns
    ]


def print_tables(console: Console, tables: Sequence[Table]) -> None:
    """One line a table."""
    console.print("Each row is\n")
    print_pairs(console, [(table.qualified_name, table.meaning) for table in tables])
    console.print("\n`dateline tables TABLE` lists the columns of one.", style="dim")


def print_columns(console: Console, table: Table) -> None:
    """One line a column."""
    console.print(Text.assemble((table.qualified_name, "bold"), f": {table.meaning}\n"))
    grid = Grid(show_edge=False, header_style="bold")
    for heading in ("column", "type", "meaning", ""):
        grid.add_column(heading)
    for column in table.columns:
        grid.add_row(
            Text(column.name, style="bold"),
            Text(duckdb_type(column.arrow)),
            Text(column.declared.meaning),
            Text(constraints(column), style="dim"),
        )
    console.print(grid)


def as_markdown() -> str:
    """The whole dictionary as a page of the reference."""
    parts = [
        "# Tables",
        "",
        "Generated from `transforms/records.py` by `make reference`; do not edit.",
        "",
    ]
    for table in TABLES.values():
        parts += [f"## {table.qualified_name}", "", f"A row is: {table.meaning}.", ""]
        parts += ["| column | type | meaning | |", "| --- | --- | --- | --- |"]
        for column in table.columns:
            cells = (
                f"`{column.name}`",
                f"`{duckdb_type(column.arrow)}`",
                column.declared.meaning,
                constraints(column),
            )
            parts.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        parts.append("")
    return "\n".join(parts)
