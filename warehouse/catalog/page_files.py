"""Rows of one page, read from where they lie in the data files.

The rows of a page lie together in the files of the batch that brought it, and a data file never
changes. One look at the ids of a file tells where the rows of each page lie, and is kept; then a
page is read from the groups of rows that hold it, whereas a query plans its way through all files
of a table. Whoever serves many pages of a snapshot gains by it; a single page is read sooner by a
query.

Data files, delete files and files merged from those of several snapshots are read as DuckLake's
specification describes them: https://ducklake.select/docs/stable/specification/introduction
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog.address import is_object_storage
from dateline.warehouse.catalog.ddl import literal
from dateline.warehouse.catalog.stored_tables import stored_in

if TYPE_CHECKING:
    from dateline.warehouse.catalog.lake import Lake

# In a file merged from those of several snapshots, what a later snapshot brought.
_SNAPSHOT = "_ducklake_internal_snapshot_id"
# What DuckLake keeps beside the columns of a table.
_INTERNAL = frozenset({_SNAPSHOT, "_ducklake_internal_row_id"})
# More than a lake has that merges its small files; those read longest ago leave.
_FILES_KEPT = 4_096

_LOOKED_UP = (
    ("documents", "document_id"),
    ("lines", "document_id"),
    ("articles", "document_id"),
    ("article_fields", "document_id"),
    ("related_posts", "document_id"),
    ("quotes", "document_id"),
    ("mentions", "document_id"),
    ("times", "document_id"),
    ("entities", "entity_id"),
    ("stories", "story_id"),
    ("story_members", "document_id"),
    ("story_members", "story_id"),
    ("story_changes", "document_id"),
    ("story_changes", "story_id"),
)

_Numbers: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _KeyedFile:
    """A data file, and where the rows of each key lie in it.

    Rows of one key that lie together are a stretch, from `firsts` to before `ends`. `keys` has one
    number for each, see `_numbered`, in ascending order.
    """

    path: str
    metadata: pq.FileMetaData
    columns: frozenset[str]
    groups: Sequence[int]
    keys: memoryview
    firsts: _Numbers
    ends: _Numbers

    def numbers(self, key: int) -> _Numbers | None:
        """The numbers of the rows with such a key; None where there are none."""
        first = bisect_left(self.keys, key)
        last = bisect_right(self.keys, key, first)
        if first == last:
            return None
        stretches = zip(self.firsts[first:last], self.ends[first:last], strict=True)
        return np.sort(np.concatenate([np.arange(*it) for it in stretches]))

    def rows(self, numbers: _Numbers, columns: Sequence[str]) -> pa.Table:
        """The rows of some numbers, of which there is at least one."""
        file = pq.ParquetFile(self.path, metadata=self.metadata)
        group_of_row = np.searchsorted(self.groups, numbers, side="right") - 1
        parts = []
        for group in np.unique(group_of_row).tolist():
            inside = numbers[group_of_row == group] - self.groups[group]
            rows = file.read_row_group(group, list(columns), use_threads=False)
            parts.append(rows.take(pa.array(inside)))
        return pa.concat_tables(parts)


@dataclass(frozen=True, slots=True)
class _TableFiles:
    """The files of a table by one key, with the numbers of the rows that are deleted in each."""

    columns: tuple[str, ...]
    files: Sequence[tuple[_KeyedFile, _Numbers | None]]


class PageFiles:
    """The data files of some tables at one snapshot, by the keys that are looked up in them."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        snapshot_id: int,
        keys: Iterable[tuple[str, str]],
    ) -> None:
        """Look at the keys of the files that were not looked at before.

        Args:
            connection: where the lake is attached at the snapshot.
            snapshot_id: the snapshot.
            keys: names of tables, each with the column that is looked up.

        Raises:
            OSError: a file can't be read.
            ArrowInvalid: it is no Parquet file.
        """
        self._snapshot_id = snapshot_id
        stored = stored_in(connection, snapshot_id).tables
        self._tables: dict[tuple[str, str], _TableFiles] = {}
        for name, key in keys:
            columns = tuple(stored[TABLES[name].stored_as or name].columns)
            # Files of an older version may lack the key.
            with suppress(KeyError):
                files = _files_of(connection, snapshot_id, TABLES[name], key)
                self._tables[name, key] = _TableFiles(columns, files)

    def rows(
        self, table: str, key: str, value: str, columns: Sequence[str] | None = None
    ) -> pa.Table | None:
        """The rows of a table that have a value as their key, as they are stored.

        Args:
            table: the name of a table.
            key: the column that is looked up.
            value: what it has in the rows.
            columns: those that are read, or all.

        Returns:
            The rows; None where a query has to read them, since the table is not kept by this key,
            or was written with other columns.

        Raises:
            OSError: a file can't be read.
            ArrowInvalid: it is no Parquet file any more.
        """
        kept = self._tables.get((table, key))
        if kept is None:
            return None
        wanted = tuple(columns or kept.columns)
        number = int(_numbered([value])[0])
        parts = []
        for file, deleted in kept.files:
            numbers = file.numbers(number)
            if numbers is not None and deleted is not None:
                numbers = np.setdiff1d(numbers, deleted, assume_unique=True)
            if numbers is None or not len(numbers):
                continue
            if file.columns - _INTERNAL != set(kept.columns):
                return None
            parts.append(self._read(file, numbers, key, value, wanted))
        return pa.concat_tables(parts, promote_options="permissive") if parts else pa.table({})

    def _read(
        self, file: _KeyedFile, numbers: _Numbers, key: str, value: str, wanted: Sequence[str]
    ) -> pa.Table:
        merged = [_SNAPSHOT] if _SNAPSHOT in file.columns else []
        rows = file.rows(numbers, list(dict.fromkeys([*wanted, key, *merged])))
        meant = pc.equal(rows[key], value)
        if merged:
            meant = pc.and_(meant, pc.less_equal(rows[_SNAPSHOT], self._snapshot_id))
        return rows.filter(meant).select(wanted)


def page_files_of(lake: "Lake") -> PageFiles | None:
    """The files that rows of a page are read from; None where they lie on a server, or are broken.

    Args:
        lake: a reader that is pinned to its snapshot.
    """
    if is_object_storage(lake.store.data):
        return None
    # What is wrong with a file is for a query to report.
    with suppress(OSError, pa.ArrowException):
        return PageFiles(lake.connection, lake.snapshot_id, _LOOKED_UP)
    return None


def _files_of(
    connection: duckdb.DuckDBPyConnection, snapshot_id: int, table: Table, key: str
) -> Sequence[tuple[_KeyedFile, _Numbers | None]]:
    listed = connection.execute(
        "SELECT data_file, data_file_size_bytes, delete_file FROM ducklake_list_files("
        f"'lake', {literal(table.stored_as or table.name)}, schema => {literal(table.schema)})"
    ).fetchall()
    return [
        (_keyed(path, size, key), None if deleted is None else _deleted(deleted, snapshot_id))
        for path, size, deleted in listed
    ]


@lru_cache(_FILES_KEPT)
def _keyed(path: str, size: int, key: str) -> _KeyedFile:
    file = pq.ParquetFile(path, read_dictionary=[key])
    values = file.read([key], use_threads=False)[key].combine_chunks()
    codes = values.indices.to_numpy()
    keys = _numbered(values.dictionary.to_pylist())
    firsts = np.flatnonzero(np.diff(codes, prepend=-1))
    ends = np.append(firsts[1:], len(codes))
    keys_of_stretches = keys[codes[firsts]]
    order = np.argsort(keys_of_stretches, kind="stable")
    counts = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
    return _KeyedFile(
        path,
        file.metadata,
        frozenset(file.schema_arrow.names),
        np.cumsum([0, *counts[:-1]]).tolist(),
        memoryview(keys_of_stretches[order]),
        firsts[order].astype(np.int32),
        ends[order].astype(np.int32),
    )


def _numbered(keys: Sequence[str]) -> npt.NDArray[np.uint64]:
    """The last eight bytes of each key as a number, which few others have."""
    ends = (key.encode("utf-8", "surrogatepass")[-8:] for key in keys)
    return np.array(list(ends), dtype="S8").view(np.uint64)


@lru_cache(_FILES_KEPT)
def _deletions(path: str) -> pa.Table:
    return pq.read_table(path)


def _deleted(path: str, snapshot_id: int) -> _Numbers:
    """The numbers of the rows that a delete file names, as of a snapshot."""
    found = _deletions(path)
    if _SNAPSHOT in found.column_names:
        found = found.filter(pc.less_equal(found[_SNAPSHOT], snapshot_id))
    numbers: _Numbers = found["pos"].to_numpy()
    return numbers
