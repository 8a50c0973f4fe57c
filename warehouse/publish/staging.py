"""A batch on disk before anyone sees it: one Parquet file a table, in lake/staging."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog.errors import BatchRejectedError, LakeNotWritableError
from dateline.warehouse.catalog.file_options import rows_of_a_group
from dateline.warehouse.catalog.folder import STAGING
from dateline.warehouse.files import sync_folder

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
    return stage_part(folder, _batch_id(tables), tables)


def stage_part(folder: Path, batch_id: str, tables: Mapping[str, pa.Table]) -> StagedBatch:
    """Write some tables of a batch, for `complete` to add the others; else as `stage` does."""
    checked = _checked(tables)
    staged = StagedBatch(batch_id, folder / STAGING / batch_id, {}, {})
    with _writing(staged):
        shutil.rmtree(staged.folder, ignore_errors=True)
        staged.folder.mkdir(parents=True)
        return _with_files(staged, checked)


def complete(staged: StagedBatch, tables: Mapping[str, pa.Table]) -> StagedBatch:
    """Add the tables that `stage_part` left out, `ops.batches` among them; raises as `stage`."""
    if _batch_id(tables) != staged.batch_id:
        raise BatchRejectedError(f"the tables are not those of batch {staged.batch_id}")
    checked = _checked(tables)
    with _writing(staged):
        return _with_files(staged, checked)


def _checked(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    return {name: _as_declared(name, rows) for name, rows in tables.items()}


def _with_files(staged: StagedBatch, checked: Mapping[str, pa.Table]) -> StagedBatch:
    """A staged batch with the files of more tables."""
    files = dict(staged.files)
    for name, rows in checked.items():
        if rows.num_rows:
            files[name] = staged.folder / f"{name}.parquet"
            _write(name, rows, files[name])
    sync_folder(staged.folder)
    counts = {name: rows.num_rows for name, rows in checked.items()}
    return replace(staged, files=files, row_counts={**staged.row_counts, **counts})


@contextmanager
def _writing(staged: StagedBatch) -> Iterator[None]:
    """Say what to do where files can't be written."""
    try:
        yield
    except OSError as error:
        raise LakeNotWritableError(
            f"cannot write the batch to {staged.folder}: {error.strerror or error}; make room or "
            "change who may write there, then run again"
        ) from error


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


def _write(name: str, rows: pa.Table, path: Path) -> None:
    size = rows_of_a_group(TABLES[name].stored_as or name)
    with path.open("wb") as sink:
        pq.write_table(rows, sink, compression="zstd", row_group_size=size)
        sink.flush()
        os.fsync(sink.fileno())
