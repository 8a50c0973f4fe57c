"""Data files on S3-compatible storage, with the catalog in a real PostgreSQL."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from lake_servers import SECRET_KEY, PostgresServer, StorageServer
from made_batches import document_id, load, tables

from dateline.warehouse.catalog.address import PostgresAddress
from dateline.warehouse.catalog.data_files import DataFolder
from dateline.warehouse.catalog.errors import (
    LakeNotWritableError,
    LakeUnreachableError,
    NotALakeError,
    StatementRejectedError,
)
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.compaction import compact
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage
from dateline.warehouse.read.export import export

NUMBERS = count()


@pytest.fixture
def address(
    server: PostgresServer, storage: StorageServer, storage_credentials: None
) -> PostgresAddress:
    number = next(NUMBERS)
    bucket = storage.with_bucket(f"bucket-{number}")
    return PostgresAddress(server.with_database(f"stored_{number}"), f"{bucket}/news")


def documents(lake: Lake) -> set[str]:
    return set(lake.query("SELECT document_id FROM documents")["document_id"].to_pylist())


def objects(lake: Lake) -> set[str]:
    (path,) = {lake.store.data}
    return {name for (name,) in lake.connection.execute(f"FROM glob('{path}**')").fetchall()}


def test_a_lake_on_object_storage(address: PostgresAddress) -> None:
    with Lake.open(address) as lake:
        load(lake, [1, 2], batch_id="first")
        before = lake.snapshot_id
        load(lake, [3], batch_id="second")
    # Where the data files lie, the catalog tells.
    with Lake.open(PostgresAddress(address.url), read_only=True) as lake:
        assert len(documents(lake)) == 3
        check_that_it_is_closed(lake, address)
    with Lake.open(address, read_only=True, at=before) as lake:
        assert len(documents(lake)) == 2


@pytest.mark.soak
def test_rows_are_those_of_a_lake_in_a_folder(address: PostgresAddress, tmp_path: Path) -> None:
    found = []
    for place in (address, tmp_path / "lake"):
        with Lake.open(place) as lake:
            load(lake, [1, 2], batch_id="first")
            load(lake, [3], batch_id="second")
            compact(lake)
        with Lake.open(place, read_only=True) as lake:
            assert export(lake, tmp_path / "export")
            found.append({name: rows(lake, name) for name in lake.tables})
    assert found[0] == found[1]


def rows(lake: Lake, name: str) -> pa.Table:
    return lake.query(f"FROM {name} ORDER BY ALL")


def check_that_it_is_closed(lake: Lake, address: PostgresAddress) -> None:
    file = next(iter(objects(lake)))
    for sql in (
        "CREATE SECRET mine (TYPE s3, KEY_ID 'a', SECRET 'b')",
        "FROM duckdb_secrets()",
        f"FROM '{file}?s3_endpoint=127.0.0.1:9'",
        "FROM 's3://bucket-0/news/dateline.json'",
        f"FROM read_parquet('{file}')",
    ):
        with pytest.raises(StatementRejectedError):
            lake.rows(sql)
    for source in ("duckdb_databases", "duckdb_settings()"):
        assert SECRET_KEY not in str(lake.query(f"FROM {source}").to_pylist())
    # Past the check of statements, too.
    for sql in (
        f"FROM read_blob('{address.data_path}/dateline.json')",
        f"COPY documents TO '{address.data_path}/stolen.parquet'",
        "COPY documents TO '/tmp/stolen.parquet'",
        "SET allow_unredacted_secrets = true",
    ):
        with pytest.raises(duckdb.Error) as raised:
            lake.connection.execute(sql)
        assert SECRET_KEY not in str(raised.value)
    assert SECRET_KEY not in str(lake.connection.execute("FROM duckdb_secrets()").fetchall())


@pytest.mark.parametrize("put_count", [pytest.param(0, marks=pytest.mark.soak), 3])
def test_a_failed_upload_publishes_nothing_and_is_repeated(
    address: PostgresAddress, storage: StorageServer, put_count: int
) -> None:
    with Lake.open(address) as lake:
        load(lake, [1], batch_id="before")
        published = objects(lake)
        staged = stage(lake.folder, tables([2], batch_id="again"))
        with storage.failing_after(put_count):
            with pytest.raises(LakeNotWritableError, match="cannot write to the data path") as it:
                publish(lake, staged)
            assert SECRET_KEY not in str(it.value)
        assert len(objects(lake)) == len(published) + put_count, "what was uploaded is left"
        assert documents(lake) == {document_id(1)}
        publish(lake, staged)
        assert documents(lake) == {document_id(1), document_id(2)}
        assert {f"{lake.store.data}{path}" for path in named(lake)} == objects(lake)


def named(lake: Lake) -> Iterator[str]:
    """The paths of all files that the catalog names."""
    yield from (
        path
        for (path,) in lake.connection.execute(
            "SELECT s.path || t.path || f.path "
            "FROM __ducklake_metadata_lake.ducklake_data_file f "
            "JOIN __ducklake_metadata_lake.ducklake_table t USING (table_id) "
            "JOIN __ducklake_metadata_lake.ducklake_schema s USING (schema_id)"
        ).fetchall()
    )


@pytest.mark.soak
def test_what_a_failed_upload_left_is_removed_by_the_next_writer(
    address: PostgresAddress, storage: StorageServer
) -> None:
    with Lake.open(address) as lake:
        published = objects(lake)
        staged = stage(lake.folder, tables([2], batch_id="lost"))
        with storage.failing_after(2), pytest.raises(LakeNotWritableError):
            publish(lake, staged)
        assert len(objects(lake)) == len(published) + 2
    with Lake.open(address) as lake:
        assert objects(lake) == published
        assert documents(lake) == set()


def test_storage_that_cannot_be_used(
    address: PostgresAddress, storage: StorageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LakeUnreachableError, match="cannot read the data path"):
        Lake.open(PostgresAddress(address.url, "s3://no-such-bucket/x"))
    with (
        storage.failing_after(0),
        pytest.raises(LakeNotWritableError, match="cannot write to the data path"),
    ):
        Lake.open(address)
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(LakeUnreachableError, match="set AWS_ACCESS_KEY_ID and"):
        Lake.open(address)


def test_a_folder_that_holds_other_files_or_cannot_be_written_to(tmp_path: Path) -> None:
    files = DataFolder(str(tmp_path / "data"))
    assert files.lake_id() is None
    files.mark("this")
    assert files.lake_id() == "this"
    (tmp_path / "file").write_text("")
    with pytest.raises(LakeNotWritableError, match="cannot write to the data path"):
        DataFolder(str(tmp_path / "file")).mark("this")
    with pytest.raises(LakeNotWritableError):
        files.put(tmp_path / "file", str(tmp_path / "file" / "target.parquet"))
    with pytest.raises(NotALakeError, match="holds file"):
        DataFolder(str(tmp_path)).lake_id()
