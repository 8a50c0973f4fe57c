"""The lake's tables as plain files for other tools: one file a table."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from dateline.transforms.schema.columns import Column, Table
from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.errors import ExportError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.views import as_tables, views_in
from dateline.warehouse.files import complete
from dateline.warehouse.read.row_counts import require_all_rows, row_counts

Format = Literal["parquet", "csv", "jsonl"]

# Bounds memory: a few tens of megabytes of ordinary pages at a time.
_ROWS_AT_A_TIME = 20_480
# What a spreadsheet takes for a formula (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = r"'^[=+\-@\t\r]'"


def export(
    lake: Lake, out: Path, file_format: Format = "parquet", *, with_views: bool = False
) -> list[Path]:
    """Write every table of the lake's snapshot to `out`, one file a table, in order of the key.

    A file is named after its table (`articles.parquet`, `ops.runs.parquet`), appears only when it
    is complete, and replaces one of that name. Tables without rows are written too, with their
    columns. CSV holds lists and structs as JSON; CSV and JSON Lines hold times as ISO 8601 in UTC
    and bytes as Base64. In CSV, a text that a spreadsheet would take for a formula, since it begins
    with `=`, `+`, `-`, `@`, a tab or a carriage return, has an apostrophe before it; Parquet and
    JSON Lines hold texts as they are.

    Args:
        lake: an open lake.
        out: the folder to write to; made where it is missing.
        file_format: `parquet`, `csv` or `jsonl`.
        with_views: write the views, too, as if they were tables; in order of all columns.

    Returns:
        The files, in the order of the tables, and of the views behind them.

    Raises:
        ExportError: the files can't be written.
        SnapshotForgottenError: the snapshot was forgotten meanwhile.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with lake.pinned() as pinned:
            tables = list(pinned.tables.values())
            if with_views:
                tables += as_tables(pinned.connection, views_in(pinned.connection)).values()
            counts = row_counts(pinned)
            return [_export_table(pinned, table, out, file_format, counts) for table in tables]
    except OSError as error:
        raise ExportError(
            f"cannot write the tables to {out}: {error.strerror or error}; make room, or choose "
            "another folder"
        ) from error


def _export_table(
    lake: Lake, table: Table, out: Path, file_format: Format, counts: Mapping[str, int]
) -> Path:
    with complete(out / f"{table.qualified_name}.{file_format}") as aside:
        if file_format == "parquet":
            rows = _rows(lake, table, ddl.column_list(table))
            row_count = _write_parquet(rows, table, aside)
        elif file_format == "csv":
            columns = ", ".join(
                f"{_flat(column)} AS {ddl.identifier(column.name)}" for column in table.columns
            )
            row_count = _write_csv(_rows(lake, table, columns), aside)
        else:
            members = ", ".join(
                f"{ddl.identifier(column.name)} := {_portable(column)}" for column in table.columns
            )
            line = f"to_json(struct_pack({members}))::VARCHAR AS line"
            row_count = _write_lines(_rows(lake, table, line), aside)
        require_all_rows(table, row_count, counts)
    return out / f"{table.qualified_name}.{file_format}"


def _rows(lake: Lake, table: Table, columns: str) -> pa.RecordBatchReader:
    key = ", ".join(map(ddl.identifier, table.key)) or "ALL"
    return lake.connection.execute(
        f"SELECT {columns} FROM {ddl.qualified(table)} AS row ORDER BY {key}"
    ).to_arrow_reader(_ROWS_AT_A_TIME)


def _portable(column: Column) -> str:
    """The column for text formats: times and bytes as text that other tools read."""
    name = f"row.{ddl.identifier(column.name)}"
    if pa.types.is_timestamp(column.arrow):
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%S.%fZ')"
    if pa.types.is_binary(column.arrow):
        return f"to_base64({name})"
    return name


def _flat(column: Column) -> str:
    """The column for a format without lists and structs."""
    name = f"row.{ddl.identifier(column.name)}"
    if pa.types.is_nested(column.arrow):
        return f"to_json({name})::VARCHAR"
    if pa.types.is_string(column.arrow):
        return f"CASE WHEN regexp_matches({name}, {_FORMULA}) THEN '''' || {name} ELSE {name} END"
    return _portable(column)


def _write_parquet(rows: pa.RecordBatchReader, table: Table, path: Path) -> int:
    count = 0
    with pq.ParquetWriter(path, table.arrow_schema, compression="zstd") as writer:
        for batch in rows:
            writer.write_batch(batch.cast(table.arrow_schema))
            count += batch.num_rows
    return count


def _write_csv(rows: pa.RecordBatchReader, path: Path) -> int:
    count = 0
    with pyarrow.csv.CSVWriter(path, rows.schema) as writer:
        for batch in rows:
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def _write_lines(rows: pa.RecordBatchReader, path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as sink:
        for batch in rows:
            sink.writelines(f"{line}\n" for line in batch["line"].to_pylist())
            count += batch.num_rows
    return count
