"""Snapshots: every change of the lake is one, and each can be read for as long as it is kept."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import duckdb

from dateline.warehouse.catalog.ddl import literal
from dateline.warehouse.catalog.errors import UnknownSnapshotError
from dateline.warehouse.catalog.stored_tables import STORED_CATALOG

if TYPE_CHECKING:
    import pyarrow as pa


_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state of the lake, and since when (UTC) it was the last one."""

    snapshot_id: int
    since: datetime

    def __str__(self) -> str:
        return f"snapshot {self.snapshot_id} of {self.since.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def snapshots_of(connection: duckdb.DuckDBPyConnection) -> list[Snapshot]:
    """The snapshots of the attached lake that are kept and have tables, the oldest first."""
    rows = connection.execute(
        "SELECT snapshot_id, snapshot_time FROM lake.snapshots() WHERE schema_version > 0 "
        "ORDER BY snapshot_id"
    ).fetchall()
    return [Snapshot(snapshot_id, since) for snapshot_id, since in rows]


# `lake.snapshots()` reads and takes apart all snapshots of the lake, whatever is asked of them.
def time_of_snapshot(connection: duckdb.DuckDBPyConnection, snapshot_id: int) -> str | None:
    """When a snapshot was made, as text; None where the lake has none of this number."""
    # Bound, the number would be a statement more, several times a run.
    found = connection.execute(
        f"SELECT snapshot_time::TIMESTAMPTZ::VARCHAR FROM {STORED_CATALOG}.ducklake_snapshot "
        f"WHERE snapshot_id = {snapshot_id:d}"
    ).fetchone()
    return found[0] if found else None


def oldest_snapshot(connection: duckdb.DuckDBPyConnection) -> int:
    """The number of the oldest snapshot that is kept."""
    ((oldest,),) = connection.execute(
        f"SELECT min(snapshot_id) FROM {STORED_CATALOG}.ducklake_snapshot"
    ).fetchall()
    return int(oldest)


def changes_after(after: int, last: int) -> str:
    """The query for `change` and `snapshot_id` of what snapshots changed, in the catalog's words.

    Args:
        after: the last snapshot that is left out.
        last: the last one.
    """
    return (
        "SELECT snapshot_id, unnest(string_split(changes_made, ',')) AS change "
        f"FROM {STORED_CATALOG}.ducklake_snapshot_changes "
        f"WHERE snapshot_id > {after:d} AND snapshot_id <= {last:d}"
    )


def snapshot_at(kept: Sequence[Snapshot], at: int | datetime) -> Snapshot:
    """The snapshot with an id, or the one that was the last at a time.

    Args:
        kept: the lake's snapshots, the oldest first.
        at: an id, or a time with its zone.

    Raises:
        UnknownSnapshotError: there is none, none yet, or none any more.
    """
    first, last = kept[0], kept[-1]
    if isinstance(at, int):
        asked, too_old, too_new = f"snapshot {at}", at < first.snapshot_id, at > last.snapshot_id
        found = [one for one in kept if one.snapshot_id == at]
    else:
        asked = f"the state of {at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
        too_old, too_new = at < min(one.since for one in kept), at > datetime.now(UTC)
        found = [one for one in kept if one.since <= at and not _is_over(one, kept, at)]
        if last.since > datetime.now(UTC):  # and since it was set back, no snapshot tells when
            found.append(last)
    if too_new:
        raise UnknownSnapshotError(f"{asked} does not exist yet; the latest is {last}")
    if too_old:
        raise UnknownSnapshotError(
            f"{asked} is not kept any more; the oldest is {first} (`dateline compact` forgets "
            "older ones; see its --keep-days)"
        )
    if not found:
        raise UnknownSnapshotError(f"{asked} does not exist; `dateline snapshots` lists them")
    if len(found) > 1:
        raise UnknownSnapshotError(
            f"{asked} is ambiguous, since the clock was set back: it may be {found[0]}, or "
            f"{found[-1]}; name one by its number"
        )
    return found[0]


def batch_message(batch_id: str) -> str:
    """The message of the snapshot that a batch made."""
    return f"batch {batch_id}"


def _is_over(one: Snapshot, kept: Sequence[Snapshot], at: datetime) -> bool:
    """Whether a snapshot was surely not the last one any more at a time.

    One of a clock that was ahead was the last one for as long as that clock went on, which nothing
    tells: until a later snapshot is of a later time.
    """
    later = (it.since for it in kept if it.snapshot_id > one.snapshot_id)
    return next((since for since in later if since >= one.since), _NEVER) <= at


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection, message: str) -> Iterator[None]:
    """All that is done inside, as one snapshot with `message`; nothing of it where it raises."""
    connection.execute("BEGIN")
    try:
        yield
        connection.execute(f"CALL lake.set_commit_message('dateline', {literal(message)})")
        connection.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):
            connection.execute("ROLLBACK")
        raise


@contextmanager
def registered(connection: duckdb.DuckDBPyConnection, **tables: "pa.Table") -> Iterator[None]:
    """Tables of Arrow under names that queries use, for a while."""
    for name, table in tables.items():
        connection.register(name, table)
    try:
        yield
    finally:
        for name in tables:
            connection.unregister(name)


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: "pa.Table") -> None:
    """Put rows into a table by the names of their columns: their order there has a history."""
    with registered(connection, inserted=rows):
        connection.execute(f"INSERT INTO {table} BY NAME FROM inserted")


def remove_merged_files(connection: duckdb.DuckDBPyConnection, since: timedelta) -> None:
    """Remove files that no snapshot has named for a time, such as those merged into others.

    Unless that time is none, files of the day (UTC) on which it began stay, too.
    """
    if not since:
        connection.execute("CALL ducklake_cleanup_old_files('lake', cleanup_all => true)")
        return
    # DuckLake compares times in a catalog of SQLite by their day alone: what was merged on the day
    # of the limit counts as older.
    connection.execute(
        "CALL ducklake_cleanup_old_files('lake', older_than => "
        f"date_trunc('day', now() - to_seconds({since.total_seconds()})) - to_microseconds(1))"
    )


def remove_orphans(connection: duckdb.DuckDBPyConnection) -> None:
    """Remove data files that no snapshot ever named, such as those of a stopped run."""
    connection.execute("CALL ducklake_delete_orphaned_files('lake', cleanup_all => true)")
