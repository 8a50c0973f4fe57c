"""Differences between two states of the tables, for the terminal."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.flows.escaping import one_line
from dateline.flows.jobs.serialization import to_json
from dateline.flows.show.terminal import plural
from dateline.warehouse.read.differences import Difference, TableDifference

_KEY_WIDTH = 60
_VALUE_WIDTH = 120
_ID_LENGTH = 12


def change_counts(difference: TableDifference) -> str:
    """How many rows of a table were added, removed and changed."""
    return (
        f"{plural(difference.added.row_count, 'row')} added, "
        f"{difference.removed.row_count:,} removed, "
        f"{difference.changed_count:,} changed"
    )


def print_differences(console: Console, differences: Sequence[TableDifference]) -> None:
    """Print, for each table that differs, the fields, the number of rows and a few examples."""
    for difference in differences:
        grid = Table(header_style="bold", show_edge=False, title_justify="left")
        grid.title = Text(f"\n{difference.table}: {change_counts(difference)}")
        grid.add_column("field")
        grid.add_column("rows", justify="right")
        for heading in ("row", "old", "new"):
            grid.add_column(heading, overflow="fold")
        for name, rows in (("(added)", difference.added), ("(removed)", difference.removed)):
            _add_examples(grid, name, rows, missing=Text())
        for name, rows in difference.fields.items():
            _add_examples(grid, name, rows, missing=Text("null", style="dim"))
        console.print(grid)


def _add_examples(grid: Table, name: str, difference: Difference, *, missing: Text) -> None:
    count = f"{difference.row_count:,}"
    for example in difference.examples:
        key = Text(one_line(_key_text(example.row), _KEY_WIDTH), style="dim")
        values = (
            missing if value is None else Text(one_line(value, _VALUE_WIDTH))
            for value in (example.old, example.new)
        )
        grid.add_row(name, count, key, *values)
        name = count = ""


def _key_text(row: Mapping[str, object]) -> str:
    """The key of a row; a page's id is shortened, which `dateline explain` accepts."""
    values = (
        str(value)[:_ID_LENGTH] if name == "document_id" else to_json(value).strip('"')
        for name, value in row.items()
    )
    return " ".join(values)
