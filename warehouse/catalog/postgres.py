"""A lake whose catalog is a PostgreSQL database.

    the database                       the catalog: which files make up which table
    <data path>/                       the rows: see `warehouse.catalog.data_files`
    ~/.cache/dateline/<lake>/          on each machine: batches on their way in, and indexes that
                                       may be deleted, and are made again

Writers on any machine go one at a time, behind an advisory lock that PostgreSQL drops with the
connection of its holder. Readers need none.
"""

import hashlib
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dateline.warehouse.catalog.address import PostgresAddress, data_path_of
from dateline.warehouse.catalog.connection import CatalogSource, remote_packages_missing
from dateline.warehouse.catalog.data_files import DataFiles, data_files
from dateline.warehouse.catalog.errors import (
    LakeError,
    LakeHeldError,
    LakeMissingError,
    LakeNotWritableError,
    LakeUnreachableError,
    NotALakeError,
    incomplete,
)
from dateline.warehouse.catalog.folder import STAGING

try:
    import psycopg
except ImportError as missing:
    raise remote_packages_missing() from missing

_CONNECT_SECONDS = 10
# In each database, the lock of writers: the eight letters as one number.
_LOCK = int.from_bytes(b"dateline", "big")
_HOLDER = """
    SELECT application_name, to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
    FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
    AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (classid::bigint << 32 | objid::bigint) = %s
"""


@dataclass(frozen=True, slots=True)
class _CatalogState:
    """What the database says of a lake in it, where there is one.

    Attributes:
        lake_id: DuckLake's identity of the schema that each lake begins with.
        data: what the paths of the data files begin with.
        has_tables: whether tables were made.
    """

    lake_id: str
    data: str
    has_tables: bool


class PostgresStore:
    """A lake in PostgreSQL; see `LakeStore`."""

    def __init__(self, address: PostgresAddress) -> None:
        self.address = address
        self.local = _cache_folder() / _folder_name(address)
        self._lock: psycopg.Connection[Any] | None = None
        self._files: DataFiles | None = None

    @property
    def name(self) -> str:
        """The database's name."""
        return self.address.database

    @property
    def data(self) -> str:
        """What the paths of the data files begin with."""
        return self._data_files.prefix

    @property
    def extensions(self) -> tuple[str, ...]:
        """Those for a catalog in PostgreSQL, and for object storage."""
        return ("postgres_scanner", "httpfs", "ducklake")

    def require(self) -> None:
        """See that there is a lake in the database."""
        if self._state() is None:
            raise LakeMissingError(
                f"the database {self.address} holds no lake; `dateline run INPUT --lake "
                f"{self.address}` makes one, with the setting data_path"
            )
        self._make_local()

    def prepare(self, held: ExitStack, wait_seconds: float) -> None:
        """Take the lock, and make the folder of what lies on this machine."""
        lock = held.enter_context(self._connected())
        _take(lock, self.address, wait_seconds)
        self._lock = lock
        self._make_local()

    def source(
        self, connection: duckdb.DuckDBPyConnection, held: ExitStack, *, read_only: bool
    ) -> CatalogSource:
        """The database, once it is sure that the data files are those of its lake."""
        state = self._state()
        path = self.address.data_path
        if path is None:
            if state is None:
                raise LakeMissingError(
                    f"the database {self.address} holds no lake, and the setting data_path says "
                    "not where a new one shall keep its data files; set it to a folder or "
                    "s3://bucket/prefix"
                )
            path = _path_in(state, self.address)
        self._files = data_files(path, connection, os.environ)
        marked = self._files.lake_id()
        if state is None and marked is not None:
            raise NotALakeError(
                f"the data path {path} belongs to a lake whose catalog is not in {self.address}; "
                "name its database, or restore the database from a backup (docs/how-to/recover.md)"
            )
        if state is not None and (state.has_tables or marked) and marked != state.lake_id:
            raise NotALakeError(
                f"the data path {path} is not that of the lake in {self.address}; set data_path to "
                f"{state.data.removesuffix('data/')}, or to where its files are now"
            )
        if not read_only and marked is None:
            self._files.mark(state.lake_id if state else self._begin(connection))
        return self._catalog_source

    def failure(self, error: duckdb.Error) -> LakeError:
        """Name the database that cannot be attached."""
        return NotALakeError(
            f"cannot open the catalog in {self.address}: {str(error).partition(chr(10))[0]}; check "
            "that Dateline made it, and the rights of the user"
        )

    def require_no_data(self) -> None:
        """Nothing is to be seen to: `source` has compared the catalog with the data files."""

    def incomplete(self) -> LakeMissingError:
        """The error of a reader that meets a lake whose tables are not there yet."""
        return incomplete(self.address)

    def begin_writing(self) -> bool:
        """What a writer on another machine left, nothing on this one tells."""
        return True

    def end_writing(self) -> None:
        """Nothing was noted."""

    def require_lock(self) -> None:
        """Ask the connection that holds the lock: it may have been cut meanwhile."""
        try:
            if self._lock is not None:
                self._lock.execute("SELECT 1")
        except psycopg.OperationalError as error:
            raise LakeHeldError(
                f"the connection to {self.address} that kept other writers out was lost; run again"
            ) from error

    def bring(self, connection: duckdb.DuckDBPyConnection, file: Path, target: str) -> Path:
        """Copy or upload a staged file; it stays in staging, to be read there."""
        self._data_files.put(file, target)
        return file

    def take_back(self, file: Path, target: str) -> None:
        """Leave the copy, which no catalog names: the next writer removes it."""

    @property
    def _data_files(self) -> DataFiles:
        if self._files is None:
            raise RuntimeError("the data files are known once the lake is attached")
        return self._files

    @property
    def _catalog_source(self) -> CatalogSource:
        return CatalogSource(f"postgres:{self.address.url}", self.data)

    def _begin(self, connection: duckdb.DuckDBPyConnection) -> str:
        """Have DuckLake make an empty catalog; returns the identity of the lake."""
        from dateline.warehouse.catalog.connection import attach

        try:
            attach(connection, self._catalog_source, read_only=False)
        except duckdb.Error as error:
            raise self.failure(error) from error
        connection.execute("USE memory; DETACH lake")
        state = self._state()
        if state is None:
            raise RuntimeError(f"DuckLake made no catalog in {self.address}")
        return state.lake_id

    def _state(self) -> _CatalogState | None:
        with self._connected() as connection:
            row = connection.execute("SELECT to_regclass('public.ducklake_metadata')").fetchone()
            if row is None or row[0] is None:
                return None
            try:
                row = connection.execute(
                    "SELECT (SELECT schema_uuid FROM public.ducklake_schema WHERE schema_id = 0), "
                    "(SELECT value FROM public.ducklake_metadata WHERE key = 'data_path'), "
                    "EXISTS (SELECT FROM public.ducklake_table)"
                ).fetchone()
            except psycopg.Error as error:
                raise NotALakeError(
                    f"cannot read the catalog in {self.address}: {error.diag.message_primary}; "
                    "check that Dateline made it, and the rights of the user"
                ) from error
        return None if row is None or row[0] is None else _CatalogState(str(row[0]), row[1], row[2])

    @contextmanager
    def _connected(self) -> Iterator["psycopg.Connection[Any]"]:
        """A connection to the database, apart from that of DuckDB."""
        try:
            connection = psycopg.connect(
                self.address.url,
                autocommit=True,
                connect_timeout=_CONNECT_SECONDS,
                application_name=f"dateline: process {os.getpid()} on {socket.gethostname()}",
            )
        except psycopg.Error as error:
            raise LakeUnreachableError(
                f"cannot connect to the lake {self.address}: {' '.join(str(error).split())}; check "
                "that the server runs, the address, and the password in PGPASSWORD or ~/.pgpass"
            ) from error
        with connection:
            yield connection

    def _make_local(self) -> None:
        try:
            self.local.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.local / STAGING).mkdir(exist_ok=True)
        except OSError as error:
            raise LakeNotWritableError(
                f"cannot write to {self.local}: {error.strerror}; name another folder with "
                "XDG_CACHE_HOME, or change who may write there"
            ) from error


def _take(lock: "psycopg.Connection[Any]", address: PostgresAddress, wait_seconds: float) -> None:
    """Take the lock of writers, which is held for as long as the connection is."""
    lock.execute("SET idle_session_timeout = 0")
    row = lock.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone()
    if row == (True,):
        return
    if wait_seconds > 0:
        milliseconds = max(1, round(wait_seconds * 1000))
        lock.execute("SELECT set_config('lock_timeout', %s, false)", [str(milliseconds)])
        try:
            lock.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        except psycopg.errors.LockNotAvailable:
            pass
        else:
            return
    holder = lock.execute(_HOLDER, [_LOCK]).fetchone()
    who = "another process"
    if holder is not None and holder[0]:
        who = f"{str(holder[0]).removeprefix('dateline: ')}, since {holder[1]} UTC"
    raise LakeHeldError(
        f"another run is writing to the lake {address}: {who}; wait until it ends, or write to "
        "another lake (reading is possible meanwhile)"
    )


def _path_in(state: _CatalogState, address: PostgresAddress) -> str:
    try:
        return data_path_of(state.data.removesuffix("data/"))
    except ValueError as error:
        raise NotALakeError(
            f"the catalog in {address} was not made by Dateline, since its data files lie in "
            f"{state.data}; name another database"
        ) from error


def _cache_folder() -> Path:
    named = os.environ.get("XDG_CACHE_HOME")
    return (Path(named) if named else Path.home() / ".cache") / "dateline"


def _folder_name(address: PostgresAddress) -> str:
    """A folder's name for a lake: its own, and a hash of the whole address."""
    name = "".join(it if it.isalnum() else "-" for it in address.database)
    return f"{name}-{hashlib.sha256(address.url.encode()).hexdigest()[:12]}"
