"""Results of queries as a person or a machine reads them."""

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows.escaping import one_line, printable
from flows.jobs.serialization import to_json
from warehouse.files import complete

_CELL_WIDTH = 60


class UnshownValueError(ValueError):
    """A value that Python has no form for, such as a date after the year 9999."""


class PipedConsole(Console):
    """A console that leaves it to the command what a broken pipe means; Rich would exit with 1."""

    def on_broken_pipe(self) -> None:
        """Go on raising the `BrokenPipeError` that is being handled."""
        raise


def print_json_rows(rows: Iterator[Mapping[str, object]]) -> None:
    """Print rows as one JSON array, a row a line, while they come."""
    separator = "["
    for row in rows:
        sys.stdout.write(f"{separator}\n{to_json(row)}")
        separator = ","
    sys.stdout.write("[]\n" if separator == "[" else "\n]\n")


def names_of(reader: pa.RecordBatchReader) -> list[str]:
    """The names of a result's columns; of several of one name, the later are numbered."""
    names: dict[str, None] = {}
    for name in reader.schema.names:
        numbered = (f"{name}_{number}" for number in count(1))
        names[name if name not in names else next(n for n in numbered if n not in names)] = None
    return list(names)


def rows_of(reader: pa.RecordBatchReader) -> Iterator[dict[str, object]]:
    """The rows of a result, a batch at a time, named as `names_of` says.

    Raises:
        UnshownValueError: a value can't be shown.
    """
    names = names_of(reader)
    for batch in reader:
        try:
            rows = batch.rename_columns(names).to_pylist()
        except (OverflowError, ValueError) as error:
            raise UnshownValueError(
                f"a value can't be shown ({error}); cast its column to VARCHAR"
            ) from error
        yield from rows


def print_csv(rows: Iterator[Mapping[str, object]], names: Sequence[str]) -> None:
    """Print rows as CSV (RFC 4180) while they come; null is an empty cell.

    Lists and structs are JSON, bytes Base64, times ISO 8601. Values are written as they are: a
    spreadsheet may take a text that begins with `=`, `+`, `-` or `@` for a formula.
    """
    writer = csv.writer(sys.stdout)
    writer.writerow(names)
    writer.writerows([_csv_cell(value) for value in row.values()] for row in rows)


def _csv_cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return to_json(value)
    if isinstance(value, bytes | datetime):
        return to_json(value).strip('"')
    return value


def write_parquet(reader: pa.RecordBatchReader, path: Path) -> int:
    """Write a result to a Parquet file, which appears when it is complete; returns its rows.

    Raises:
        OSError: the file can't be written.
    """
    schema = pa.schema(
        [field.with_name(name) for field, name in zip(reader.schema, names_of(reader), strict=True)]
    )
    row_count = 0
    with (
        complete(path) as aside,
        pq.ParquetWriter(aside, schema, compression="zstd") as writer,
    ):
        for batch in reader:
            writer.write_batch(batch.rename_columns(schema.names))
            row_count += batch.num_rows
    return row_count


def print_table(
    console: Console, reader: pa.RecordBatchReader, *, limit: int, paged: bool = False
) -> None:
    """Print the first `limit` rows of a result as a table, and say how many there are in all.

    Args:
        console: where to print.
        reader: the result.
        limit: most rows to show.
        paged: whether to show it a screen at a time where it is longer than the screen.
    """
    shown = as_table(reader, limit=limit)
    print_shown(console, shown, paged=paged)


def print_shown(console: Console, shown: Group, *, paged: bool) -> None:
    """Print what a terminal shows, a screen at a time where it is longer than the screen."""
    if paged and console.is_terminal and not console.is_dumb_terminal:
        lines = console.render_lines(shown, console.options)
        if len(lines) >= console.height:
            # Without colours: what a pager makes of them depends on how it is set up.
            with console.pager(styles=False):
                console.print(shown)
            return
    console.print(shown)


def as_table(reader: pa.RecordBatchReader, *, limit: int) -> Group:
    """The first `limit` rows of a result as a table, and how many there are in all."""
    table = Table(header_style="bold", show_edge=False)
    for field in reader.schema:
        is_number = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        table.add_column(Text(printable(field.name)), justify="right" if is_number else "left")
    row_count = 0
    for row in rows_of(reader):
        row_count += 1
        if row_count <= limit:
            table.add_row(*(_cell(value) for value in row.values()))
    part = f", the first {limit:,} shown" if row_count > limit else ""
    counted = Text(f"{row_count:,} row{'' if row_count == 1 else 's'}{part}", style="dim")
    return Group(table, counted)


def _cell(value: object) -> Text:
    if value is None:
        return Text("null", style="dim")
    if isinstance(value, list | dict | bytes):
        return Text(one_line(to_json(value), _CELL_WIDTH))
    if isinstance(value, str):
        return Text(one_line(value, _CELL_WIDTH))
    if isinstance(value, datetime):
        return Text(f"{value:%Y-%m-%d %H:%M:%S}")
    return Text(str(value))


def print_pairs(console: Console, pairs: Sequence[tuple[str, str]]) -> None:
    """Print pairs of a name and what is said of it, in two columns."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column(overflow="fold")
    for name, said in pairs:
        grid.add_row(Text(name), Text(said))
    console.print(Padding(grid, (0, 0, 0, 2), expand=False))
