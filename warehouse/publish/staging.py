"""A batch on disk before anyone sees it: one Parquet file a table, in lake/staging."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog.errors import BatchRejectedError, LakeNotWritableError
from dateline.warehouse.catalog.folder import STAGING

BATCHES = "ops.batches"
# Made by the publish itself, of what it brings and of what the lake knows.
DERIVED = frozenset(
    {
        "name_forms",
        "entities",
        "stories",
        "story_members",
        "story_changes",
        "repeated_lines",
        "ops.measures",
    }
)
# Small enough that a query skips what it doesn't need, large enough for the codec.
_ROWS_PER_GROUP = 65_536


@dataclass(frozen=True, slots=True)
class StagedBatch:
    """A batch that lies ready: its files and row counts by qualified table name."""

    batch_id: str
    folder: Path
    files: Mapping[str, Path]
    row_counts: Mapping[str, int]

    def discard(self) -> None:
        """Remove the staged files."""
        shutil.rmtree(self.folder, ignore_errors=True)


def stage(folder: Path, tables: Mapping[str, pa.Table]) -> StagedBatch:
    """Write a batch's tables to the staging area of the lake in `folder`.

    Args:
        folder: the lake's folder, open for writing.
        tables: rows by qualified table name; `ops.batches` has the batch's one row. Tables that
            are missing or empty make no file.

    Raises:
        BatchRejectedError: a table isn't declared or isn't staged, or its columns or nulls aren't
            as declared.
        LakeNotWritableError: the files can't be written.
    """
    batch_id = _batch_id(tables)
    checked = {name: _as_declared(name, rows) for name, rows in tables.items()}
    target = folder / STAGING / batch_id
    try:
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        files = {}
        for name, rows in checked.items():
            if rows.num_rows:
                files[name] = target / f"{name}.parquet"
                _write(rows, files[name])
        sync_folder(target)
    except OSError as error:
        raise LakeNotWritableError(
            f"cannot write the batch to {target}: {error.strerror or error}; make room or change "
            "who may write there, then run again"
        ) from error
    counts = {name: rows.num_rows for name, rows in checked.items()}
    return StagedBatch(batch_id, target, files, counts)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder outlast a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _batch_id(tables: Mapping[str, pa.Table]) -> str:
    batches = tables.get(BATCHES)
    if batches is None or batches.num_rows != 1:
        raise BatchRejectedError(f"a batch needs exactly one row in {BATCHES}")
    batch_id = str(batches["batch_id"][0].as_py())
    if batch_id in {"", ".."} or Path(batch_id).name != batch_id:
        raise BatchRejectedError(f"invalid batch_id {batch_id!r}: it cannot name a folder")
    return batch_id


def _as_declared(name: str, rows: pa.Table) -> pa.Table:
    table = TABLES.get(name)
    if table is None or name in DERIVED:
        raise BatchRejectedError(f"{name} is not a table that a batch brings")
    if not rows.schema.equals(table.arrow_schema):
        raise BatchRejectedError(f"the columns of {name} are not as declared: {rows.schema}")
    for column in _required(table):
        if rows[column].null_count:
            raise BatchRejectedError(f"{name}.{column} is null in some rows and must not be")
    return rows


def _required(table: Table) -> list[str]:
    return [column.name for column in table.columns if not column.nullable]


def _write(rows: pa.Table, path: Path) -> None:
    with path.open("wb") as sink:
        pq.write_table(rows, sink, compression="zstd", row_group_size=_ROWS_PER_GROUP)
        sink.flush()
        os.fsync(sink.fileno())
