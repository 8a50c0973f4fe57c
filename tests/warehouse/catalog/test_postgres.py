"""Lakes whose catalog is a real PostgreSQL, their data files in a folder."""

import threading
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import duckdb
import psycopg
import pytest
from lake_servers import PASSWORD, PostgresServer
from made_batches import document_id, load, tables

from dateline.warehouse.catalog.address import PostgresAddress
from dateline.warehouse.catalog.errors import (
    BatchRejectedError,
    LakeHeldError,
    LakeMissingError,
    LakeNotWritableError,
    LakeUnreachableError,
    NotALakeError,
    StatementRejectedError,
)
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage
from dateline.warehouse.search.query import Filters, search
from dateline.warehouse.search.words import parse_query

NUMBERS = count()
ALL = "SELECT document_id, headline, ingested_at FROM articles JOIN documents USING (document_id) "


def new_address(server: PostgresServer, data_path: Path) -> PostgresAddress:
    return PostgresAddress(server.with_database(f"lake_{next(NUMBERS)}"), str(data_path))


@pytest.fixture
def address(server: PostgresServer, credentials: Path, tmp_path: Path) -> PostgresAddress:
    return new_address(server, tmp_path / "data")


@pytest.fixture(scope="module")
def filled(
    server: PostgresServer, credentials: Path, tmp_path_factory: pytest.TempPathFactory
) -> PostgresAddress:
    """A lake of two batches, for tests that only read."""
    address = new_address(server, tmp_path_factory.mktemp("filled") / "data")
    with Lake.open(address) as lake:
        load(lake, [1, 2], batch_id="first")
        load(lake, [3], batch_id="second")
    return address


@pytest.fixture
def reader(filled: PostgresAddress) -> Iterator[Lake]:
    with Lake.open(PostgresAddress(filled.url), read_only=True) as lake:
        yield lake


def documents(address: PostgresAddress) -> set[str]:
    with Lake.open(address, read_only=True) as lake:
        return set(lake.query("SELECT document_id FROM documents")["document_id"].to_pylist())


def data_files(address: PostgresAddress) -> set[Path]:
    return set(Path(str(address.data_path)).rglob("*.parquet"))


@pytest.mark.soak
def test_rows_are_those_of_a_lake_in_a_folder(reader: Lake, tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, [1, 2], batch_id="first")
        load(lake, [3], batch_id="second")
        for name in lake.tables:
            assert reader.query(f"FROM {name} ORDER BY ALL") == lake.query(
                f"FROM {name} ORDER BY ALL"
            ), name


def test_an_older_snapshot_is_read(filled: PostgresAddress, reader: Lake) -> None:
    first = reader.snapshots[-2]
    for at in (first.snapshot_id, first.since):
        with Lake.open(filled, read_only=True, at=at) as lake:
            assert lake.query("FROM documents").num_rows == 2
    with reader.pinned() as pinned:
        assert pinned.query("FROM documents").num_rows == 3


def test_indexes_and_staged_batches_lie_on_this_machine(reader: Lake, credentials: Path) -> None:
    assert reader.folder.is_relative_to(credentials)
    assert reader.folder.stat().st_mode & 0o077 == 0
    for _ in range(2):
        assert search(reader, parse_query("s"), Filters(), limit=5).count
        for index in reader.folder.glob("*/index.sqlite*"):
            index.unlink()


@pytest.mark.parametrize(
    "sql",
    [
        "FROM __ducklake_metadata_lake.pg_catalog.pg_authid",
        "SUMMARIZE __ducklake_metadata_lake.pg_catalog.pg_authid",
        "FROM postgres_query('__ducklake_metadata_lake', 'SELECT version()')",
        "FROM postgres_scan('host=127.0.0.1', 'public', 'ducklake_table')",
        "FROM duckdb_secrets()",
        "FROM which_secret('s3://bucket', 's3')",
    ],
)
def test_sql_reaches_nothing_else_in_the_database(reader: Lake, sql: str) -> None:
    with pytest.raises(StatementRejectedError):
        reader.rows(sql)


def test_sql_sees_no_password(reader: Lake) -> None:
    for source in ("duckdb_databases", "pragma_database_list", "duckdb_settings()"):
        assert PASSWORD not in str(reader.query(f"FROM {source}").to_pylist())
    with pytest.raises(duckdb.Error):
        reader.connection.execute("COPY documents TO '/tmp/stolen.parquet'")


def test_writers_go_one_at_a_time(address: PostgresAddress) -> None:
    def write(page: int) -> None:
        with Lake.open(address, wait_seconds=60) as lake:
            load(lake, [page], batch_id=f"batch-{page}")

    writers = [threading.Thread(target=write, args=[page]) for page in (1, 2)]
    with Lake.open(address) as lake:
        with pytest.raises(LakeHeldError, match=r"process \d+ on .*, since 20"):
            Lake.open(address)
        with pytest.raises(LakeHeldError):
            Lake.open(address, wait_seconds=0.01)
        for writer in writers:
            writer.start()
        load(lake, [3], batch_id="batch-3")
    for writer in writers:
        writer.join()
    assert documents(address) == set(map(document_id, (1, 2, 3)))


def test_a_writer_whose_lock_was_lost_publishes_nothing(address: PostgresAddress) -> None:
    with Lake.open(address) as lake:
        load(lake, [1], batch_id="before")
        with closing(psycopg.connect(address.url, autocommit=True)) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' "
                "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        with pytest.raises(LakeHeldError, match="was lost; run again"):
            load(lake, [2], batch_id="after")
    assert documents(address) == {document_id(1)}


def test_a_batch_that_fails_leaves_files_that_the_next_writer_removes(
    address: PostgresAddress,
) -> None:
    with Lake.open(address) as lake:
        load(lake, [1], batch_id="before")
        published = data_files(address)
        staged = stage(lake.folder, tables([1], batch_id="again"))
        with pytest.raises(BatchRejectedError, match="in the lake already"):
            publish(lake, staged)
        assert all(file.exists() for file in staged.files.values())
    assert data_files(address) > published
    with Lake.open(address) as lake:
        assert data_files(address) == published
        assert list((lake.folder / "staging").iterdir()) == []
        load(lake, [2], batch_id="again")
    assert documents(address) == {document_id(1), document_id(2)}


def test_a_data_path_belongs_to_one_lake(
    server: PostgresServer, filled: PostgresAddress, tmp_path: Path
) -> None:
    with pytest.raises(NotALakeError, match="belongs to a lake whose catalog is not in"):
        Lake.open(new_address(server, Path(str(filled.data_path))))
    with pytest.raises(NotALakeError, match="is not that of the lake in"):
        Lake.open(PostgresAddress(filled.url, str(tmp_path)), read_only=True)
    (tmp_path / "mine.parquet").write_text("mine")
    with pytest.raises(NotALakeError, match=r"holds mine\.parquet"):
        Lake.open(new_address(server, tmp_path))
    (tmp_path / "dateline.json").write_text("[]")
    with pytest.raises(NotALakeError, match="is not what Dateline writes there"):
        Lake.open(new_address(server, tmp_path))
    (tmp_path / "dateline.json").write_text('{"format": 2, "lake": "x"}')
    with pytest.raises(NotALakeError, match="has format 2"):
        Lake.open(new_address(server, tmp_path))


def test_data_files_may_move(filled: PostgresAddress, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    moved.symlink_to(str(filled.data_path))
    assert len(documents(PostgresAddress(filled.url, str(moved)))) == 3


def test_a_database_without_a_lake(address: PostgresAddress) -> None:
    with pytest.raises(LakeMissingError, match="holds no lake"):
        Lake.open(address, read_only=True)
    with pytest.raises(LakeMissingError, match="the setting data_path"):
        Lake.open(PostgresAddress(address.url))
    with psycopg.connect(address.url) as other:
        other.execute("CREATE TABLE ducklake_metadata (mine INTEGER)")
    with pytest.raises(NotALakeError, match="check that Dateline made it"):
        Lake.open(address)


@pytest.mark.soak
def test_a_first_run_that_was_stopped_is_completed(address: PostgresAddress) -> None:
    with Lake.open(address):
        pass
    with psycopg.connect(address.url) as other:
        other.execute("DELETE FROM ducklake_table; DELETE FROM ducklake_column")
    Path(str(address.data_path), "dateline.json").unlink()
    with pytest.raises(LakeMissingError, match="is incomplete"):
        Lake.open(address, read_only=True)


def test_who_is_not_let_in_is_told_without_the_password(
    filled: PostgresAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", "hush")
    with pytest.raises(LakeUnreachableError, match="PGPASSWORD") as raised:
        Lake.open(filled, read_only=True)
    assert "hush" not in str(raised.value)
    with pytest.raises(LakeUnreachableError, match="cannot connect"):
        Lake.require(PostgresAddress("postgres://dateline@127.0.0.1:1/lake"))


def test_a_folder_that_cannot_be_written_to_is_named(
    filled: PostgresAddress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(LakeNotWritableError, match="XDG_CACHE_HOME"):
        Lake.open(filled, read_only=True)
