"""What a disk that fails makes DuckDB say, as an error that a person can mend.

DuckDB has a class for failures of files, and none for those of the catalog: SQLite's come as
errors of a transaction, of DuckLake or of nothing in particular, with SQLite's words in them.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from dateline.warehouse.catalog.errors import DiskFailedError
from dateline.warehouse.catalog.stored_tables import STORED_CATALOG

_OF_LIBRARIES = (
    "database or disk is full",
    "disk I/O error",
    "attempt to write a readonly database",
    "unable to open database file",
    "database disk image is malformed",
    "fsync failed",
)
_OF_THE_SYSTEM = tuple(
    os.strerror(number)
    for number in (
        *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS),
        *(errno.EACCES, errno.EPERM),
    )
)


# What it changes is written by DuckLake once, for people. SQLite writes no value that is the same.
_OVERWRITE = (
    f"UPDATE {STORED_CATALOG}.ducklake_metadata SET value = "
    "CASE WHEN ends_with(value, ' ') THEN rtrim(value) ELSE value || ' ' END "
    "WHERE key = 'created_by'"
)


def overwrite_failed_commit(connection: duckdb.DuckDBPyConnection) -> None:
    """Write to the catalog once more, over a commit that may have failed just now.

    SQLite appends a commit to its log, and then has the disk keep it. Where the second fails, so
    does the commit, and DuckLake removes the files that it names; but whoever recovers the log next
    would take the commit for a good one. What is appended now is written over it.
    """
    with suppress(duckdb.Error):
        connection.execute(_OVERWRITE)


@contextmanager
def disk_failures_told(
    folder: Path, connection: duckdb.DuckDBPyConnection | None = None
) -> Iterator[None]:
    """Say what to do about a disk that fails while a lake, or a file made of it, is used.

    Args:
        folder: the lake, or the file.
        connection: where the lake is attached for writing.

    Raises:
        DiskFailedError: it does; any other error is raised as it is.
    """
    try:
        yield
    except duckdb.Error as error:
        if connection is not None:
            overwrite_failed_commit(connection)
        raise_for_disk(error, folder)
        raise


def raise_for_disk(error: duckdb.Error, folder: Path) -> None:
    """Return where an error is no failure of the disk.

    Raises:
        DiskFailedError: it is.
    """
    said = str(error)
    if words := next((it for it in (*_OF_THE_SYSTEM, *_OF_LIBRARIES) if it in said), None):
        raise DiskFailedError(
            f"cannot use {folder}: {words}; make room, or see to the disk, then run again: what "
            "was published before stays"
        ) from error
