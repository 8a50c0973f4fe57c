"""The lake: a DuckLake catalog and its Parquet files, open to read or write.

`warehouse.catalog.store` says in what they are stored.
"""

import glob
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Self

import duckdb

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.address import LakeAddress
from dateline.warehouse.catalog.connection import MEMORY_BYTES, attach, connect, use_threads
from dateline.warehouse.catalog.disk_failures import (
    disk_failures_told,
    overwrite_failed_commit,
    raise_for_disk,
)
from dateline.warehouse.catalog.errors import SnapshotForgottenError
from dateline.warehouse.catalog.file_options import set_file_options
from dateline.warehouse.catalog.folder import remove_staged
from dateline.warehouse.catalog.migration import (
    changes,
    migrate,
    name_in,
    require_current,
    tables_as_found,
)
from dateline.warehouse.catalog.parameters import Value, execute
from dateline.warehouse.catalog.results import QueryResult
from dateline.warehouse.catalog.sandbox import check_query, confine, limit_memory
from dateline.warehouse.catalog.snapshots import (
    Snapshot,
    remove_merged_files,
    remove_orphans,
    snapshot_at,
    snapshots_of,
)
from dateline.warehouse.catalog.store import LakeStore, store_of
from dateline.warehouse.catalog.stored_tables import stored_in

if TYPE_CHECKING:
    import pyarrow as pa

    from dateline.warehouse.catalog.page_files import PageFiles

# A query that has begun goes on reading files that were merged into others meanwhile.
LONGEST_QUERY = timedelta(hours=1)

# A few tens of megabytes of ordinary pages.
_ROWS_AT_A_TIME = 20_480


class Lake:
    """A lake that is open; a context manager.

    A writer holds the lake's lock until it is closed. A reader sees the last published snapshot
    at each query, is never blocked by a writer, and can change nothing.

    `tables` has the tables as they are declared, but for what of their columns an older version
    has made otherwise; `migrated` says what changed of a lake of an older version when a writer
    opened it: see `warehouse.catalog.migration`. `is_pinned` says whether a
    reader stays at one snapshot. `leaves_files` is set where a writer could not clean up: the next
    one does. `page_files` knows where rows lie, where a reader of many pages has looked: see
    `warehouse.catalog.page_files`.
    """

    def __init__(
        self,
        store: LakeStore,
        connection: duckdb.DuckDBPyConnection,
        held: ExitStack,
        read_only: bool,
        tables: Mapping[str, Table],
        migrated: tuple[str, ...],
        is_pinned: bool,
        is_checked: bool,
        spilled: TemporaryDirectory[str],
        page_files: "PageFiles | None" = None,
    ) -> None:
        self.store = store
        self.connection = connection
        self.read_only = read_only
        self.tables = tables
        self.migrated = migrated
        self.is_pinned = is_pinned
        self.leaves_files = False
        self._is_checked = is_checked
        self.page_files = page_files
        self._spilled = spilled
        self._held = held

    @classmethod
    def open(
        cls,
        address: LakeAddress,
        *,
        read_only: bool = False,
        wait_seconds: float = 0,
        at: int | datetime | None = None,
        memory_bytes: int | None = None,
        is_trusted: bool = False,
        threads: int | None = None,
    ) -> Self:
        """Open the lake at an address; a writer makes it where there is none yet.

        Args:
            address: the lake's folder, or its database in PostgreSQL.
            read_only: read only; see `warehouse.catalog.sandbox` for what that keeps out.
            wait_seconds: how long a writer waits for another one to end.
            at: for a reader, the snapshot to stay at, by its id or a time with its zone; then the
                tables and views are those that the lake had then. None goes with the last one.
            memory_bytes: what its queries may hold in memory; None for 1 GB.
            is_trusted: for a reader, let its SQL reach all that its user can; the lake itself stays
                attached read-only.
            threads: how many threads its queries may use in a large lake; None for as many as there
                are processors.

        Raises:
            LakeMissingError: `read_only`, and there is no lake.
            NotALakeError: what is there was made by something else.
            LakeVersionError: a newer version made it, or `read_only` and an older one did.
            LakeNotWritableError: it can't be written to.
            LakeHeldError: another run is writing to it.
            LakeUnreachableError: its server or storage does not answer.
            UnknownSnapshotError: the lake has no snapshot `at`.
            MissingPackageError: a package is not installed that only some lakes need.
        """
        store = store_of(address)
        with ExitStack() as held:
            if read_only:
                store.require()
            else:
                store.prepare(held, wait_seconds)
            # Of nobody else's choice or reading, and gone with the lake.
            spilled = TemporaryDirectory(prefix="dateline-spilled-", ignore_cleanup_errors=True)
            temporary = Path(held.enter_context(spilled))
            connection = connect(
                held, store.extensions, temporary, threads=threads, is_trusted=is_trusted
            )
            source = store.source(connection, held, read_only=read_only)
            try:
                attach(connection, source, read_only=read_only)
                stored = stored_in(connection)
            except duckdb.Error as error:
                raise store.failure(error) from error
            if not stored.tables:
                store.require_no_data()
            migrated: tuple[str, ...] = ()
            name = str(store.address)
            if read_only:
                if not stored.tables:
                    raise store.incomplete()
                if at is None:
                    require_current(changes(stored.tables, stored.views, name), name)
                else:
                    snapshot = snapshot_at(snapshots_of(connection), at)
                    connection.execute("USE memory; DETACH lake")
                    at_id = snapshot.snapshot_id
                    attach(connection, source, read_only=True, snapshot_id=at_id)
                    stored = stored_in(connection, at_id)
                use_threads(connection)
                limit_memory(connection, memory_bytes or MEMORY_BYTES)
                if not is_trusted:
                    confine(connection, store.data)
            else:
                limit_memory(connection, memory_bytes or MEMORY_BYTES)
                is_left = store.begin_writing()
                with disk_failures_told(store.local, connection):
                    migrated = migrate(connection, stored.tables, name)
                    stored = stored_in(connection)
                    set_file_options(connection)
                    _sweep(connection, store.local, is_left or bool(migrated))
            tables = tables_as_found(stored.tables)
            is_pinned = read_only and at is not None
            is_checked = read_only and not is_trusted
            return cls(
                store,
                connection,
                held.pop_all(),
                read_only,
                tables,
                migrated,
                is_pinned,
                is_checked,
                spilled,
            )

    @staticmethod
    def require(address: LakeAddress) -> None:
        """See that there is a lake at an address, where a writer would make one.

        Raises:
            LakeMissingError: there is none.
            NotALakeError: what is there was made by something else.
            LakeVersionError: the lake has another format.
        """
        store_of(address).require()

    @property
    def address(self) -> LakeAddress:
        """Where the lake lives."""
        return self.store.address

    @property
    def folder(self) -> Path:
        """The folder of what of the lake lies on this machine: its staging area and indexes."""
        return self.store.local

    def close(self) -> None:
        """Close the lake and let go of its lock."""
        if not self.read_only and not self.leaves_files:
            self.store.end_writing()
        self._held.close()

    def on(self, cursor: duckdb.DuckDBPyConnection) -> Self:
        """The same reader on a cursor of its connection; to close it closes nothing."""
        return type(self)(
            self.store,
            cursor,
            ExitStack(),
            self.read_only,
            self.tables,
            self.migrated,
            self.is_pinned,
            self._is_checked,
            self._spilled,
            self.page_files,
        )

    def remove_spilled(self) -> None:
        """Remove the temporary files of a query that never ends, before the process does."""
        self._spilled.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if exception is not None and not self.read_only:
            self.leaves_files = True
            overwrite_failed_commit(self.connection)
        self.close()
        if isinstance(exception, duckdb.Error):
            raise_for_disk(exception, self.folder)

    def rows(
        self, sql: str, parameters: Sequence[Value] = (), *, row_limit: int | None = None
    ) -> QueryResult:
        """The result of one query as Python values; valid until the next query.

        Raises:
            RowLimitError: while the rows are read, there are more than `row_limit`.
            StatementRejectedError: the lake is open for reading, not for whom is trusted, and `sql`
                is not a plain query.
            duckdb.Error: the query itself is wrong.
        """
        if self._is_checked:
            check_query(self.connection, sql)
        return QueryResult(execute(self.connection, sql, parameters), row_limit)

    def stream(self, sql: str, parameters: Sequence[Value] = ()) -> "pa.RecordBatchReader":
        """The result of one query as Arrow, read piece by piece; raises as `rows` does."""
        return self.rows(sql, parameters).to_arrow_reader(_ROWS_AT_A_TIME)

    def query(self, sql: str, parameters: Sequence[Value] = ()) -> "pa.Table":
        """The result of one query as a whole; raises as `stream` does."""
        return self.stream(sql, parameters).read_all()

    @contextmanager
    def pinned(self) -> Iterator["Lake"]:
        """A reader of the last snapshot, for several queries that have to agree.

        A transaction would not do: once other files are merged, DuckLake gives it rows of later
        snapshots, or none.

        Raises:
            SnapshotForgottenError: the snapshot was forgotten before the body had read all of it.
        """
        if self.is_pinned:
            held: AbstractContextManager[Lake] = nullcontext(self)
        else:
            held = Lake.open(self.address, read_only=True, at=self.snapshot_id)
        with held as lake:
            try:
                yield lake
            except duckdb.InvalidInputException as error:
                if "No snapshot found" not in str(error):
                    raise
                raise SnapshotForgottenError(
                    "the snapshot was forgotten while it was read; start again, and let "
                    "`dateline compact` keep snapshots for a day or more"
                ) from error

    @property
    def snapshot_id(self) -> int:
        """The last published snapshot."""
        ((snapshot_id,),) = self.connection.execute("FROM lake.current_snapshot()").fetchall()
        return int(snapshot_id)

    @property
    def snapshots(self) -> list[Snapshot]:
        """The snapshots that are kept, the oldest first."""
        return snapshots_of(self.connection)

    @property
    def data_file_count(self) -> int:
        """How many data files there are, those that no snapshot names any more among them."""
        pattern = ddl.literal(f"{glob.escape(self.store.data)}**/*.parquet")
        ((count,),) = self.connection.execute(f"SELECT count(*) FROM glob({pattern})").fetchall()
        return int(count)

    def column(self, table: str, name: str) -> str:
        """The quoted name of a declared column at the snapshot that the lake is open at.

        Raises:
            KeyError: the lake did not have it then.
        """
        names = [column.name for column in self.tables[table].columns]
        found = name_in(names, table, name)
        if found is None:
            raise KeyError(f"{table}.{name}")
        return ddl.identifier(found)

    def known_documents(self, document_ids: Sequence[str]) -> set[str]:
        """Those of `document_ids` that the lake holds."""
        return self._known("documents", "document_id", document_ids)

    def known_sightings(
        self, sightings: Sequence[tuple[str, str, str]]
    ) -> set[tuple[str, str, str]]:
        """Those of `sightings` (file_path, source_id, document_id) that the run ledger has."""
        columns: list[tuple[str, ...]] = list(zip(*sightings, strict=True)) or [(), (), ()]
        rows = execute(
            self.connection,
            "SELECT DISTINCT file_path, source_id, document_id FROM ops.sightings SEMI JOIN ("
            "SELECT unnest(?::VARCHAR[]) AS file_path, unnest(?::VARCHAR[]) AS source_id, "
            "unnest(?::VARCHAR[]) AS document_id) USING (file_path, source_id, document_id)",
            [list(column) for column in columns],
        ).fetchall()
        return {(file_path, source_id, document_id) for file_path, source_id, document_id in rows}

    def _known(self, table: str, column: str, values: Sequence[str]) -> set[str]:
        name = ddl.identifier(column)
        rows = execute(
            self.connection,
            f"SELECT DISTINCT {name} FROM {ddl.qualified(TABLES[table])} "
            f"WHERE {name} IN (SELECT unnest(?::VARCHAR[]))",
            [list(values)],
        ).fetchall()
        return {value for (value,) in rows}


def _sweep(connection: duckdb.DuckDBPyConnection, folder: Path, is_left: bool) -> None:
    """Remove staged batches of a stopped run, and data files that no snapshot names any more.

    To look for those that none ever named costs the more the more data files there are, so that is
    done where a stopped run may have left some.
    """
    remove_staged(folder)
    if is_left:
        remove_orphans(connection)
    remove_merged_files(connection, LONGEST_QUERY)
