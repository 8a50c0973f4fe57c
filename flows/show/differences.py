"""`dateline diff`: what differs between two snapshots, and how differences look on a terminal."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.escaping import one_line
from flows.jobs.serialization import to_json
from warehouse.read.differences import Difference, TableDifference

_WIDTH = 60
_SHORT_ID = 12


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
