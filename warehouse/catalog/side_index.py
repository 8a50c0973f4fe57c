"""An index beside the lake: a file of SQLite that is made of the lake and of nothing else.

It follows the lake's snapshots. It may be deleted, broken, or of another lake: then it is made
again, which reads the whole lake once.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import duckdb

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.snapshots import changes_after, time_of_snapshot
from dateline.warehouse.catalog.stored_tables import STORED_CATALOG

# A writer's transaction on the index of a large lake takes long when it is made for the first time.
_WAIT_SECONDS = 60
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_ENDINGS = ("", "-wal", "-shm")
_STATE = "CREATE TABLE state (last INTEGER NOT NULL, last_time TEXT NOT NULL)"


@dataclass(frozen=True, slots=True)
class IndexKind:
    """What an index holds, and how it is made.

    Args:
        format: Goes up when the tables change.
        tables: The statements that make each table, by its name.
        fill: Fills empty tables with what the lake has at a snapshot.
        follow: Brings the tables from one snapshot to a later one.
    """

    format: int
    tables: Mapping[str, Sequence[str]]
    fill: Callable[[sqlite3.Connection, duckdb.DuckDBPyConnection, Lake, int], None]
    follow: Callable[[sqlite3.Connection, duckdb.DuckDBPyConnection, Lake, int, int], None]

    def make(self, index: sqlite3.Connection) -> None:
        """Put empty tables where there may be others."""
        for name in ("state", *self.tables):
            index.execute(f"DROP TABLE IF EXISTS {name}")
        for statement in (_STATE, *(one for made in self.tables.values() for one in made)):
            index.execute(statement)
        index.execute(f"PRAGMA user_version = {self.format}")


def bring(path: Path, lake: Lake, kind: IndexKind, *, rebuild: bool = False) -> None:
    """Bring an index up to the last snapshot, in one transaction; make it where it is of no use.

    Raises:
        sqlite3.Error: it can't be written.
        OSError: its folder can't be made.
    """
    path.parent.mkdir(exist_ok=True)
    try:
        _bring_sound(path, lake, kind, rebuild)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode not in _BROKEN:
            raise
        for ending in _ENDINGS:
            Path(f"{path}{ending}").unlink(missing_ok=True)
        _bring_sound(path, lake, kind, rebuild)


def _bring_sound(path: Path, lake: Lake, kind: IndexKind, rebuild: bool) -> None:
    with closing(open_index(path, "mode=rwc")) as index:
        index.execute("PRAGMA journal_mode = WAL")
        index.execute("PRAGMA synchronous = NORMAL")
        index.execute("PRAGMA cache_size = -32768")
        last = lake.snapshot_id
        state = _state(index, kind)
        good = None if rebuild else _good(state, lake)
        if good is not None and good >= last:
            return
        index.execute("BEGIN IMMEDIATE")
        # Another process may have brought it up to date meanwhile.
        if not rebuild and (now := _state(index, kind)) != state:
            good = _good(now, lake)
            if good is not None and good >= last:
                return
        with lake.connection.cursor() as connection:
            if good is None:
                kind.make(index)
                kind.fill(index, connection, lake, last)
            else:
                kind.follow(index, connection, lake, good, last)
            time = time_of_snapshot(connection, last)
        index.execute("DELETE FROM state")
        index.execute("INSERT INTO state VALUES (?, ?)", [last, time])
        index.execute("COMMIT")


def last_good(index: sqlite3.Connection, lake: Lake, kind: IndexKind) -> int | None:
    """The snapshot up to which an index is good; None where it is of no use for this lake."""
    return _good(_state(index, kind), lake)


def _state(index: sqlite3.Connection, kind: IndexKind) -> tuple[int, str] | None:
    """The snapshot that an index was made up to, and when that was made; None of another format."""
    if index.execute("PRAGMA user_version").fetchone() != (kind.format,):
        return None
    ((last, time),) = index.execute("SELECT last, last_time FROM state")
    return last, time


def _good(state: tuple[int, str] | None, lake: Lake) -> int | None:
    if state is None:
        return None
    last, time = state
    # A lake that was restored from a copy has other snapshots of the same numbers.
    return last if time_of_snapshot(lake.connection, last) == time else None


def rows_were_deleted(
    connection: duckdb.DuckDBPyConnection, tables: Iterable[str], after: int, last: int
) -> bool:
    """Whether rows of one of the tables are gone since a snapshot, as a replay leaves it.

    Args:
        connection: a connection to the lake.
        tables: names of tables, as they are stored.
        after: the snapshot.
        last: the last one that is looked at.
    """
    names = ", ".join(f"'{name}'" for name in tables)
    found = connection.execute(
        f"SELECT 1 FROM ({changes_after(after, last)}) WHERE change IN ("
        f"SELECT 'deleted_from_table:' || table_id FROM {STORED_CATALOG}.ducklake_table "
        f"WHERE table_name IN ({names})) LIMIT 1"
    ).fetchone()
    return found is not None


def open_index(path: Path, mode: str) -> sqlite3.Connection:
    """A connection to an index, without transactions of its own."""
    return sqlite3.connect(
        f"file:{quote(str(path))}?{mode}", uri=True, isolation_level=None, timeout=_WAIT_SECONDS
    )
