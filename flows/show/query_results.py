"""Query results as terminal tables, JSON, CSV and Parquet."""

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from dateline.flows.escaping import one_line, printable
from dateline.flows.show.layout import Layout
from dateline.flows.show.terminal import plural, print_paged
from dateline.warehouse.catalog.results import NUMBERS, FetchedResult, QueryResult, distinct_names
from dateline.warehouse.files import complete

if TYPE_CHECKING:
    import pyarrow as pa

_CELL_WIDTH = 60
_UPRIGHT_WIDTH = 400
_COLUMN_GAP = 3


def print_json(rows: Iterator[Mapping[str, object]]) -> None:
    """Stream rows to standard output as one JSON array, one row per line."""
    from dateline.flows.jobs.serialization import to_json

    separator = "["
    for row in rows:
        sys.stdout.write(f"{separator}\n{to_json(row)}")
        separator = ","
    sys.stdout.write("[]\n" if separator == "[" else "\n]\n")


def print_csv(rows: Iterator[Mapping[str, object]], names: Sequence[str]) -> None:
    """Stream rows to standard output as CSV (RFC 4180); null is an empty cell.

    Lists and structs are JSON, bytes Base64, times ISO 8601. Values are written unchanged: a
    spreadsheet may read a text that begins with `=`, `+`, `-` or `@` as a formula.
    """
    # On a terminal, a text from a page could move the cursor or more; a file has it unchanged.
    shown = printable if sys.stdout.isatty() else str
    writer = csv.writer(sys.stdout)
    writer.writerow(map(shown, names))
    for row in rows:
        cells = map(_csv_cell, row.values())
        writer.writerow([shown(cell) if isinstance(cell, str) else cell for cell in cells])


def _csv_cell(value: object) -> object:
    from dateline.flows.jobs.serialization import to_json

    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | dict):
        return to_json(value)
    if isinstance(value, bytes | datetime):
        return to_json(value).strip('"')
    return value


def write_parquet(reader: "pa.RecordBatchReader", path: Path) -> int:
    """Write a result to a Parquet file, which appears once complete; returns the row count.

    Raises:
        OSError: the file cannot be written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = distinct_names(reader.schema.names)
    schema = pa.schema(
        [field.with_name(name) for field, name in zip(reader.schema, names, strict=True)]
    )
    row_count = 0
    with (
        complete(path) as temporary,
        pq.ParquetWriter(temporary, schema, compression="zstd") as writer,
    ):
        for batch in reader:
            writer.write_batch(batch.rename_columns(schema.names))
            row_count += batch.num_rows
    return row_count


def print_table(
    console: Console,
    result: QueryResult | FetchedResult,
    *,
    limit: int,
    paged: bool = False,
    layout: Layout = Layout.AUTO,
) -> None:
    """Print the first `limit` rows of a result, and its row count.

    Args:
        console: where to print.
        result: the result.
        limit: maximum rows to print.
        paged: whether to page what is longer than the terminal.
        layout: how the rows are laid out.
    """
    shown = as_table(result, limit=limit, width=console.width, layout=layout)
    print_paged(console, shown, paged=paged)


def as_table(
    result: QueryResult | FetchedResult, *, limit: int, width: int, layout: Layout = Layout.AUTO
) -> Group:
    """The first `limit` rows of a result for a terminal of a width, and its row count."""
    rows: list[tuple[Any, ...]] = []
    row_count = 0
    for row in result:
        row_count += 1
        if row_count <= limit:
            rows.append(row)
    names = [printable(name) for name in result.names]
    columns = _in_columns(names, [of.id in NUMBERS for of in result.types], rows)
    is_upright = layout is Layout.LINE or (
        layout is Layout.AUTO and rows and _is_narrow(columns, width)
    )
    shown = _upright(names, rows) if is_upright else columns
    note = f", first {limit:,} shown" if row_count > limit else ""
    return Group(shown, Text(f"{plural(row_count, 'row')}{note}", style="dim"))


def _in_columns(
    names: Sequence[str], are_numbers: Sequence[bool], rows: Sequence[tuple[Any, ...]]
) -> Table:
    table = Table(header_style="bold", show_edge=False)
    for name, is_number in zip(names, are_numbers, strict=True):
        table.add_column(Text(name), justify="right" if is_number else "left")
    for row in rows:
        table.add_row(*(_cell(value, _CELL_WIDTH) for value in row))
    return table


def _is_narrow(table: Table, width: int) -> bool:
    """Whether a column would be narrower than its name.

    To fit, the widest columns are cut to one width, so that the others keep theirs.
    """
    names = [_width(column.header) for column in table.columns]
    wanted = [
        max([name, *map(_width, column.cells)])
        for name, column in zip(names, table.columns, strict=True)
    ]
    left = width + 1 - _COLUMN_GAP * len(wanted)
    if sum(wanted) <= left:
        return False
    pending = sorted(wanted)
    while pending and pending[0] * len(pending) <= left:
        left -= pending.pop(0)
    return max(names) > left // len(pending)


def _width(cell: RenderableType) -> int:
    return cell_len(str(cell))


def _upright(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Group:
    """Each row with a line for each of its values."""
    shown: list[RenderableType] = []
    for number, row in enumerate(rows, start=1):
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(justify="right", style="bold", no_wrap=True)
        grid.add_column(overflow="fold")
        for name, value in zip(names, row, strict=True):
            grid.add_row(Text(name), _cell(value, _UPRIGHT_WIDTH))
        shown += [Text(f"row {number:,}", style="dim"), grid, Text()]
    return Group(*shown)


def _cell(value: object, width: int) -> Text:
    if value is None:
        return Text("null", style="dim")
    if isinstance(value, list | tuple | dict | bytes):
        from dateline.flows.jobs.serialization import to_json

        return Text(one_line(to_json(value), width))
    if isinstance(value, str):
        return Text(one_line(value, width))
    if isinstance(value, datetime):
        return Text(f"{value:%Y-%m-%d %H:%M:%S}")
    return Text(str(value))
