"""A query from outside reads the lake and reaches nothing else."""

import stat
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from made_batches import load
from sql_escapes import BLOCKED, HARMLESS, SECRET, Outside

from dateline.warehouse.catalog import sandbox
from dateline.warehouse.catalog.errors import (
    QueryTimeoutError,
    StatementRejectedError,
    UnsupportedValueError,
)
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.sandbox import time_limit


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sandbox") / "lake"
    with Lake.open(folder) as lake:
        load(lake, range(3))
    return folder


@pytest.fixture(scope="module")
def outside(folder: Path) -> Iterator[Outside]:
    with pytest.MonkeyPatch.context() as patch:
        yield Outside(folder, patch)


@pytest.fixture(scope="module")
def lake(folder: Path) -> Iterator[Lake]:
    with Lake.open(folder, read_only=True) as lake:
        yield lake


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


def test_no_escape_gets_an_answer(lake: Lake, outside: Outside) -> None:
    answered = []
    for sql in outside.filled(BLOCKED):
        try:
            lake.rows(sql).fetch_all()
        except StatementRejectedError:
            continue
        except duckdb.Error as error:
            if SECRET not in str(error):
                continue
        answered.append(sql)
    assert answered == []
    assert outside.changed() == []
    assert len(BLOCKED) >= 200


def test_what_is_answered_tells_nothing_of_what_lies_outside(lake: Lake, outside: Outside) -> None:
    home = str(Path.home())
    for sql in outside.filled(HARMLESS):
        try:
            answer = str(lake.rows(sql).fetch_all())
        except (duckdb.Error, UnsupportedValueError) as error:
            answer = str(error)
        assert SECRET not in answer, sql
        assert f"{home}/" not in answer.replace(str(lake.folder.parent), ""), sql
    assert outside.changed() == []
    assert lake.query("SELECT 1 AS one").to_pylist() == [{"one": 1}]


def test_who_is_trusted_reaches_everything_but_the_lake_itself(folder: Path) -> None:
    outside = folder.parent / "outside"
    with Lake.open(folder, read_only=True, is_trusted=True) as lake:
        assert lake.query(f"FROM read_text('{outside}/secret.txt')").num_rows == 1
        lake.rows("CREATE TEMP TABLE mine AS FROM articles").fetch_all()
        assert lake.query("FROM mine").num_rows == 3
        lake.rows(f"COPY mine TO '{folder.parent}/mine.parquet'").fetch_all()
        for sql in (
            "DELETE FROM articles",
            "CREATE TABLE other (a INTEGER)",
            "DELETE FROM __ducklake_metadata_lake.ducklake_table",
            "CALL ducklake_expire_snapshots('lake', older_than => now())",
        ):
            with pytest.raises(duckdb.Error, match="read-only"):
                lake.rows(sql)


def test_temporary_files_lie_in_a_folder_of_their_own_that_goes(folder: Path) -> None:
    with Lake.open(folder, read_only=True, memory_bytes=60_000_000) as lake:
        setting = "SELECT current_setting('temp_directory') AS folder"
        (row,) = lake.query(setting).to_pylist()
        temporary = Path(row["folder"])
        assert stat.S_IMODE(temporary.stat().st_mode) == 0o700
        large = "SELECT md5(range::VARCHAR) AS hash FROM range(2000000) ORDER BY hash"
        lake.rows(large).to_arrow_reader().read_next_batch()
        assert list(temporary.iterdir())
    assert not temporary.exists()


def test_the_lake_stays_closed_even_past_the_check_of_statements(
    lake: Lake, outside: Outside
) -> None:
    out = outside.folder
    for sql in (
        "INSERT INTO stories VALUES ('a', 'b', 'lead', 1)",
        "UPDATE __ducklake_metadata_lake.ducklake_table SET table_name = 'x'",
        f"COPY articles TO '{out}/stolen.parquet'",
        f"FROM read_text('{out}/secret.csv')",
        f"ATTACH '{out}/new.db'",
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
        "PIVOT sqlite_scan('other.sqlite', 'secrets') ON a",
    ],
)
def test_a_pivot_without_values_is_told_to_list_them(lake: Lake, sql: str) -> None:
    with pytest.raises(StatementRejectedError, match="list them, as in `PIVOT") as rejected:
        lake.query(sql)
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


def test_what_cannot_be_interrupted_is_given_up(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_GRACE", timedelta(seconds=0.1))
    given_up = threading.Event()
    slow = "SELECT levenshtein(repeat('a', 15000), repeat('b', 15000))"
    with (
        suppress(QueryTimeoutError),
        time_limit(lake.connection, timedelta(seconds=0.1), given_up.set),
    ):
        lake.query(slow)
    assert given_up.is_set()


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
