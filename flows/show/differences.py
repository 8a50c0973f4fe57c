"""`dateline diff`: what differs between two snapshots, and how differences look on a terminal."""

from collections.abc import Mapping, Sequence

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.escaping import one_line
from flows.show.rows import to_json
from transforms.schema import TABLES
from transforms.schema.columns import Table as TableDeclaration
from warehouse.catalog import ddl
from warehouse.catalog.lake import Lake
from warehouse.catalog.snapshots import snapshot_at
from warehouse.read.differences import Difference, TableDifference, compare

_WIDTH = 60
_SHORT_ID = 12


def diff(lake: Lake, old: int, new: int) -> tuple[TableDifference, ...]:
    """What differs in each table from one snapshot to another.

    Raises:
        UnknownSnapshotError: a snapshot is not there.
    """
    kept = lake.snapshots
    for snapshot_id in (old, new):
        snapshot_at(kept, snapshot_id)
    found = (
        compare(
            lake.connection,
            table,
            _state(lake, table, old),
            _state(lake, table, new),
        )
        for table in TABLES.values()
    )
    return tuple(difference for difference in found if difference is not None)


def _state(lake: Lake, table: TableDeclaration, snapshot_id: int) -> str:
    """The rows of a table at a snapshot; of an older version's lake with null for what it lacks."""
    rows = f"lake.{ddl.qualified(table)} AT (VERSION => {int(snapshot_id)})"
    try:
        there = lake.connection.execute(f"FROM {rows} LIMIT 0").description
    except duckdb.CatalogException:
        there, rows = [], "(SELECT 1) WHERE false"
    names = {name for name, *_ in there}
    columns = (
        ddl.identifier(column.name)
        if column.name in names
        else f"NULL::{ddl.duckdb_type(column.arrow)} AS {ddl.identifier(column.name)}"
        for column in table.columns
    )
    return f"(SELECT {', '.join(columns)} FROM {rows})"


def print_differences(console: Console, differences: Sequence[TableDifference]) -> None:
    """A table for each table that differs: what differs, in how many rows, and a few of them."""
    for difference in differences:
        grid = Table(header_style="bold", show_edge=False, title_justify="left")
        grid.title = Text(
            f"\n{difference.table}: {difference.added.row_count:,} rows added, "
            f"{difference.removed.row_count:,} removed, {difference.changed_count:,} changed"
        )
        grid.add_column("field")
        grid.add_column("rows", justify="right")
        for heading in ("row", "old", "new"):
            grid.add_column(heading, overflow="fold")
        for name, rows in (("(added)", difference.added), ("(removed)", difference.removed)):
            _add(grid, name, rows, missing=Text())
        for name, rows in difference.fields.items():
            _add(grid, name, rows, missing=Text("null", style="dim"))
        console.print(grid)


def _add(grid: Table, name: str, difference: Difference, *, missing: Text) -> None:
    count = f"{difference.row_count:,}"
    for example in difference.examples:
        place = Text(one_line(_place(example.row), _WIDTH), style="dim")
        values = (
            missing if value is None else Text(one_line(value, 2 * _WIDTH))
            for value in (example.old, example.new)
        )
        grid.add_row(name, count, place, *values)
        name = count = ""


def _place(row: Mapping[str, object]) -> str:
    """What a row is known by, a page by the beginning of its id, which `explain` takes."""
    shown = (
        str(value)[:_SHORT_ID] if name == "document_id" else to_json(value).strip('"')
        for name, value in row.items()
    )
    return " ".join(shown)
