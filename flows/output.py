"""Results of queries as a person or a machine reads them."""

import base64
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count

import orjson
import pyarrow as pa
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows.terminal import one_line, printable

_CELL_WIDTH = 60


class UnshownValueError(ValueError):
    """A value that Python has no form for, such as a date after the year 9999."""


class PipedConsole(Console):
    """A console that leaves it to the command what a broken pipe means; Rich would exit with 1."""

    def on_broken_pipe(self) -> None:
        """Go on raising the `BrokenPipeError` that is being handled."""
        raise


def to_json(value: object) -> str:
    """A value as JSON; bytes are written in Base64."""
    return orjson.dumps(value, default=_plain).decode()


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value)


def print_json_rows(rows: Iterator[Mapping[str, object]]) -> None:
    """Print rows as one JSON array, a row a line, while they come."""
    separator = "["
    for row in rows:
        sys.stdout.write(f"{separator}\n{to_json(row)}")
        separator = ","
    sys.stdout.write("[]\n" if separator == "[" else "\n]\n")


def rows_of(reader: pa.RecordBatchReader) -> Iterator[dict[str, object]]:
    """The rows of a result, a batch at a time; of columns of one name, the later are numbered.

    Raises:
        UnshownValueError: a value can't be shown.
    """
    names: dict[str, None] = {}
    for name in reader.schema.names:
        numbered = (f"{name}_{number}" for number in count(1))
        names[name if name not in names else next(n for n in numbered if n not in names)] = None
    for batch in reader:
        try:
            rows = batch.rename_columns(list(names)).to_pylist()
        except (OverflowError, ValueError) as error:
            raise UnshownValueError(
                f"a value can't be shown ({error}); cast its column to VARCHAR"
            ) from error
        yield from rows


def print_table(console: Console, reader: pa.RecordBatchReader, *, limit: int) -> None:
    """Print the first `limit` rows of a result as a table, and say how many there are in all."""
    table = Table(header_style="bold", show_edge=False)
    for field in reader.schema:
        is_number = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        table.add_column(Text(printable(field.name)), justify="right" if is_number else "left")
    row_count = 0
    for row in rows_of(reader):
        row_count += 1
        if row_count <= limit:
            table.add_row(*(_cell(value) for value in row.values()))
    console.print(table)
    shown = f", the first {limit:,} shown" if row_count > limit else ""
    console.print(Text(f"{row_count:,} row{'' if row_count == 1 else 's'}{shown}", style="dim"))


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
