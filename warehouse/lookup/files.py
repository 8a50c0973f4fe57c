"""The files that a run need not open, since the lake has all of their pages.

    lake/lookup/files.sqlite      a table of SQLite; it may be deleted, and files are read once more

A file is known while it is as it was when it was read, and while it would be read in the same way.
What was loaded of it must still be there: the index is emptied for a lake that was restored from a
copy, or whose documents a replay has replaced.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from os import fsencode
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dateline.warehouse.catalog.errors import LakeNotWritableError
from dateline.warehouse.catalog.folder import LOOKUP
from dateline.warehouse.catalog.side_index import IndexKind, bring, open_index, rows_were_deleted
from dateline.warehouse.files import FileState

if TYPE_CHECKING:
    import duckdb

    from dateline.warehouse.catalog.lake import Lake

_FILES_INDEX = "files.sqlite"
_FILES_FORMAT = 1
_FILES_TABLES = {
    "files": (
        """CREATE TABLE files (
            path BLOB PRIMARY KEY, byte_count INTEGER NOT NULL, modified_ns INTEGER NOT NULL,
            changed_ns INTEGER NOT NULL, inode INTEGER NOT NULL, read_with TEXT NOT NULL,
            page_count INTEGER NOT NULL) WITHOUT ROWID""",
    ),
}
# The clock of a file system may stand still for so long: FAT's does for two seconds. A file that
# was changed at the time of reading may be changed again and look the same. Git calls such entries
# of its index racily clean (Documentation/technical/racy-git.txt).
_CLOCK_STEP_NS = 2_000_000_000


class FileRead(NamedTuple):
    """A file all of whose pages were loaded or known: as it was found, when, and how many pages."""

    path: Path
    state: FileState
    began_ns: int
    page_count: int


def page_counts(
    lake: "Lake", files: Iterable[tuple[Path, FileState]], read_with: str
) -> list[int | None]:
    """How many pages each of some files has, in their order; None for one that is not known.

    Args:
        lake: a lake open for writing.
        files: files as they are now.
        read_with: what reads them, and how.

    Raises:
        LakeNotWritableError: the index can't be written.
    """
    keep_files_known(lake)
    with closing(open_index(_path(lake), "mode=ro")) as index:
        look_up = index.cursor().execute
        found = (
            look_up(
                "SELECT page_count FROM files WHERE path = ? AND byte_count = ? "
                "AND modified_ns = ? AND changed_ns = ? AND inode = ? AND read_with = ?",
                (fsencode(path), *_stored(state), read_with),
            ).fetchone()
            for path, state in files
        )
        return [None if row is None else row[0] for row in found]


def note_read(lake: "Lake", files: Iterable[FileRead], read_with: str) -> None:
    """Keep in mind files that were read, now that the lake has their pages.

    A file that was changed just before it was read is left out.

    Raises:
        LakeNotWritableError: the index can't be written.
    """
    rows = [
        (fsencode(file.path), *_stored(file.state), read_with, file.page_count)
        for file in files
        if max(file.state.modified_ns, file.state.changed_ns) < file.began_ns - _CLOCK_STEP_NS
    ]
    if not rows:
        return
    # First the index is told of the snapshot that has the pages: a copy of an earlier lake that
    # is put where this one was must not be taken for it.
    keep_files_known(lake)
    try:
        with closing(open_index(_path(lake), "mode=rw")) as index:
            index.execute("BEGIN IMMEDIATE")
            index.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            index.execute("COMMIT")
    except sqlite3.Error as error:
        raise _not_written(_path(lake), error) from error


def keep_files_known(lake: "Lake") -> None:
    """Bring the index up to what was published.

    Raises:
        LakeNotWritableError: it can't be written.
    """
    path = _path(lake)
    try:
        bring(path, lake, _FILES_KIND)
    except (sqlite3.Error, OSError) as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: Exception) -> LakeNotWritableError:
    return LakeNotWritableError(
        f"cannot write the index {path}: {error}; make room, or delete the file, after which all "
        "files are read once more"
    )


def _path(lake: "Lake") -> Path:
    return lake.folder / LOOKUP / _FILES_INDEX


def _stored(state: FileState) -> tuple[int, int, int, int]:
    """What is kept of a state; SQLite has no unsigned numbers, as some inodes are."""
    inode = state.inode - (1 << 64) if state.inode >= 1 << 63 else state.inode
    return state.byte_count, state.modified_ns, state.changed_ns, inode


def _fill(
    index: sqlite3.Connection, connection: "duckdb.DuckDBPyConnection", lake: "Lake", last: int
) -> None:
    """No file is known to a lake that the index was not made for."""


def _follow(
    index: sqlite3.Connection,
    connection: "duckdb.DuckDBPyConnection",
    lake: "Lake",
    good: int,
    last: int,
) -> None:
    if rows_were_deleted(connection, ("documents",), good, last):
        _FILES_KIND.make(index)


_FILES_KIND = IndexKind(_FILES_FORMAT, _FILES_TABLES, _fill, _follow)
