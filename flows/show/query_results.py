"""Query results as terminal tables, JSON, CSV and Parquet."""

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from dateline.flows.escaping import one_line, printable
from dateline.flows.jobs.serialization import to_json
from dateline.flows.show.terminal import plural, print_paged
from dateline.warehouse.errors import UsageError
from dateline.warehouse.files import complete

_CELL_WIDTH = 60


class UnsupportedValueError(UsageError):
    """A value that Python cannot represent, such as a date after the year 9999."""


def column_names(reader: pa.RecordBatchReader) -> list[str]:
    """The names of a result's columns; repeated names are numbered, as `a`, `a_1`."""
    names: dict[str, None] = {}
    for name in reader.schema.names:
        numbered = (f"{name}_{number}" for number in count(1))
        names[name if name not in names else next(n for n in numbered if n not in names)] = None
    return list(names)


def rows_of(reader: pa.RecordBatchReader) -> Iterator[dict[str, object]]:
    """The rows of a result, read a batch at a time, with the names of `column_names`.

    Raises:
        UnsupportedValueError: Python cannot represent a value.
    """
    names = column_names(reader)
    for batch in reader:
        try:
            rows = batch.rename_columns(names).to_pylist()
        except (OverflowError, ValueError) as error:
            raise UnsupportedValueError(
                f"unsupported value: {error}; cast its column to VARCHAR"
            ) from error
        yield from rows


def print_json(rows: Iterator[Mapping[str, object]]) -> None:
    """Stream rows to standard output as one JSON array, one row per line."""
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
    """Write a result to a Parquet file, which appears once complete; returns the row count.

    Raises:
        OSError: the file cannot be written.
    """
    schema = pa.schema(
        [
            field.with_name(name)
            for field, name in zip(reader.schema, column_names(reader), strict=True)
        ]
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
    console: Console, reader: pa.RecordBatchReader, *, limit: int, paged: bool = False
) -> None:
    """Print the first `limit` rows of a result as a table, and its row count.

    Args:
        console: where to print.
        reader: the result.
        limit: maximum rows to print.
        paged: whether to page a table that is longer than the terminal.
    """
    print_paged(console, as_table(reader, limit=limit), paged=paged)


def as_table(reader: pa.RecordBatchReader, *, limit: int) -> Group:
    """The first `limit` rows of a result as a table, and its row count."""
    table = Table(header_style="bold", show_edge=False)
    for field in reader.schema:
        is_number = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        table.add_column(Text(printable(field.name)), justify="right" if is_number else "left")
    row_count = 0
    for row in rows_of(reader):
        row_count += 1
        if row_count <= limit:
            table.add_row(*(_cell(value) for value in row.values()))
    note = f", first {limit:,} shown" if row_count > limit else ""
    return Group(table, Text(f"{plural(row_count, 'row')}{note}", style="dim"))


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
