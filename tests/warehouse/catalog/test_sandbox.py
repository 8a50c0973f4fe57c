"""A query from outside reads the lake and reaches nothing else."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from made_batches import load

from dateline.warehouse.catalog.errors import QueryTimeoutError, StatementRejectedError
from dateline.warehouse.catalog.folder import DATA
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.sandbox import time_limit


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sandbox") / "lake"
    with Lake.open(folder) as lake:
        load(lake, range(3))
    with sqlite3.connect(folder.parent / "other.sqlite") as connection:
        connection.execute("CREATE TABLE secrets (secret)")
    (folder.parent / "other.csv").write_text("secret\n1\n")
    return folder


@pytest.fixture(scope="module")
def lake(folder: Path) -> Iterator[Lake]:
    with Lake.open(folder, read_only=True) as lake:
        yield lake


def listing(folder: Path) -> dict[str, int]:
    return {
        str(path): path.stat().st_size
        for path in folder.parent.rglob("*")
        if path.is_file() and "catalog" not in path.name
    }


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT headline FROM articles",
        "FROM quoted_speakers",
        "FROM ops.batches",
        "WITH a AS (SELECT 1 AS b) SELECT * FROM a",
        "VALUES (1)",
        "SHOW TABLES",
        "DESCRIBE articles",
        "SUMMARIZE articles",
        "EXPLAIN SELECT * FROM articles",
        "explain analyze SELECT * FROM articles;",
        "SELECT unnest(author) FROM articles",
        "FROM range(3)",
        "FROM lake.snapshots()",
        "SELECT count(*) FROM articles AT (VERSION => 2)",
        "SELECT strftime(ingested_at, '%Y') FROM documents -- a comment",
    ],
)
def test_queries_pass(lake: Lake, sql: str) -> None:
    assert lake.query(sql).num_rows > 0


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO stories VALUES ('a', 'b', 'lead', 1)",
        "DELETE FROM articles",
        "UPDATE articles SET headline = ''",
        "CREATE TABLE mine (a INTEGER)",
        "CREATE TEMP TABLE mine AS SELECT 1",
        "DROP TABLE articles",
        "COPY articles TO '{data}/stolen.parquet'",
        "COPY articles TO '{outside}/stolen.csv'",
        "EXPLAIN ANALYZE COPY articles TO '{data}/stolen.parquet'",
        "EXPORT DATABASE '{outside}/export'",
        "ATTACH '{outside}/new.db' AS new",
        "ATTACH ':memory:' AS new",
        "INSTALL httpfs",
        "LOAD '{outside}/extension'",
        "SET enable_external_access = true",
        "PRAGMA database_list",
        "BEGIN",
        "CALL lake.set_option('data_inlining_row_limit', 5)",
        "CALL sqlite_attach('{outside}/other.sqlite')",
        "FROM sqlite_scan('{outside}/other.sqlite', 'secrets')",
        "FROM system.main.sqlite_scan('{outside}/other.sqlite', 'secrets')",
        "SELECT (SELECT count(*) FROM SQLITE_SCAN('{outside}/other.sqlite', 'secrets'))",
        "FROM sqlite_query('__ducklake_metadata_lake', 'DELETE FROM ducklake_table RETURNING 1')",
        "FROM query('FROM sqlite_scan(''{outside}/other.sqlite'', ''secrets'')')",
        "FROM ducklake_cleanup_old_files('lake', cleanup_all => true)",
        "FROM ducklake_delete_orphaned_files('lake', cleanup_all => true)",
        "FROM ducklake_expire_snapshots('lake', older_than => now())",
        "FROM read_text('{outside}/other.csv')",
        "FROM glob('{outside}/*')",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP TABLE articles",
        "",
        "-- nothing",
    ],
)
def test_everything_else_is_refused(lake: Lake, folder: Path, sql: str) -> None:
    before = listing(folder)
    sql = sql.replace("{outside}", str(folder.parent)).replace("{data}", str(folder / DATA))
    with pytest.raises(StatementRejectedError):
        lake.query(sql)
    assert listing(folder) == before


@pytest.mark.parametrize(
    "sql",
    [
        "FROM '{outside}/other.csv'",
        "FROM '{outside}/other.sqlite'",
        "FROM 'https://example.org/a.parquet'",
        "FROM folder",
        "SELECT getenv('HOME')",
    ],
)
def test_files_networks_and_python_are_out_of_reach(lake: Lake, folder: Path, sql: str) -> None:
    with pytest.raises(duckdb.Error):
        lake.query(sql.replace("{outside}", str(folder.parent)))


def test_the_lake_stays_closed_even_past_the_check_of_statements(lake: Lake, folder: Path) -> None:
    outside = folder.parent
    for sql in (
        "INSERT INTO stories VALUES ('a', 'b', 'lead', 1)",
        "UPDATE __ducklake_metadata_lake.ducklake_table SET table_name = 'x'",
        f"COPY articles TO '{outside}/stolen.parquet'",
        f"FROM read_text('{outside}/other.csv')",
        f"ATTACH '{outside}/new.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            lake.connection.execute(sql)


def test_a_mistake_is_shown_where_it_is(lake: Lake) -> None:
    with pytest.raises(duckdb.ParserException, match='at or near "articles"'):
        lake.query("SELECT headline form articles")
    with pytest.raises(duckdb.CatalogException, match="Table with name article does not exist"):
        lake.query("SELECT * FROM article")


def test_a_query_nested_too_deeply_is_refused(lake: Lake) -> None:
    with pytest.raises(StatementRejectedError, match="nested too deeply"):
        lake.query(f"SELECT {' + '.join('1' * 900)}")


@pytest.mark.parametrize(
    "sql",
    [
        "PIVOT quotes ON kind USING count(*)",
        "EXPLAIN PIVOT quotes ON kind USING count(*)",
        "FROM (PIVOT quotes ON kind USING count(*)) JOIN (PIVOT quotes ON cue) USING (document_id)",
        "PIVOT sqlite_scan('{outside}/other.sqlite', 'secrets') ON a",
    ],
)
def test_a_pivot_without_values_is_told_to_list_them(lake: Lake, folder: Path, sql: str) -> None:
    with pytest.raises(StatementRejectedError, match="list them, as in `PIVOT") as rejected:
        lake.query(sql.replace("{outside}", str(folder.parent)))
    _, advised, _ = str(rejected.value).split("`")
    assert "indirect" in lake.query(advised).column_names


def test_a_statement_that_creates_is_told_of_reading_only(lake: Lake) -> None:
    for sql in ("CREATE TABLE mine (a INTEGER)", "CREATE TABLE mine AS SELECT 1; SELECT 1"):
        with pytest.raises(StatementRejectedError, match="for reading only"):
            lake.query(sql)


def test_parameters_are_bound(lake: Lake) -> None:
    assert lake.query("SELECT ? AS text", ["'; DROP TABLE articles"]).to_pylist() == [
        {"text": "'; DROP TABLE articles"}
    ]


def test_a_query_beyond_its_time_is_interrupted_and_the_next_one_answers(lake: Lake) -> None:
    endless = "SELECT count(*) FROM range(100000000000) a, range(100000) b"
    with (
        pytest.raises(QueryTimeoutError, match="longer than 1 seconds"),
        time_limit(lake.connection, timedelta(seconds=1)),
    ):
        lake.query(endless)
    with time_limit(lake.connection, timedelta(hours=1)):
        assert lake.query("SELECT 1 AS one").to_pylist() == [{"one": 1}]


def test_an_interruption_by_others_stays_one(lake: Lake) -> None:
    with (
        pytest.raises(duckdb.InterruptException),
        time_limit(lake.connection, timedelta(hours=1)),
    ):
        raise duckdb.InterruptException("by Ctrl-C")


def test_memory_is_limited_before_the_settings_are_locked(folder: Path) -> None:
    with Lake.open(folder, read_only=True, memory_bytes=200_000_000) as lake:
        limit = "SELECT value FROM duckdb_settings() WHERE name = 'memory_limit'"
        assert lake.query(limit).to_pylist() == [{"value": "190.7 MiB"}]
