"""One DuckDB file for other tools: all of the lake, complete at every moment."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from made_batches import load

from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.errors import ExportError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.views import VIEWS
from dateline.warehouse.read.duckdb_file import export_database

READER = """
import sys, duckdb
database = duckdb.connect(sys.argv[1], read_only=True)
for line in sys.stdin:
    print(database.execute("SELECT count(*), sum(length(text)) FROM documents").fetchone(),
          flush=True)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("database") / "lake"
    with Lake.open(folder) as lake:
        load(lake, [0, 1])
    return folder


@contextmanager
def reader(database: Path) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", READER, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.communicate()


def asked(process: "subprocess.Popen[str]") -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return process.stdout.readline()


def test_the_database_holds_what_the_lake_holds(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "O'Brien.duckdb"
    with Lake.open(folder, read_only=True) as lake:
        assert export_database(lake, out) == out
        with duckdb.connect(out, read_only=True) as database:
            for name in (*TABLES, *VIEWS):
                expected = lake.query(f"FROM {name} ORDER BY ALL").to_pylist()
                found = database.execute(f"FROM {name} ORDER BY ALL").to_arrow_table()
                assert found.to_pylist() == expected, name
            comments = {
                (schema, table, column): comment
                for schema, table, column, comment in database.execute(
                    "SELECT schema_name, table_name, column_name, comment FROM duckdb_columns() "
                    "WHERE NOT internal"
                ).fetchall()
            }
            for table in TABLES.values():
                for column in table.columns:
                    key = (table.schema, table.name, column.name)
                    assert comments[key] == ddl.column_comment(column)
            assert comments["main", "coverage", "copy_count"].startswith("Those among them")
    assert os.listdir(out.parent) == [out.name]  # noqa: PTH208 - hidden files, too
    assert out.stat().st_mode & 0o222 == 0


def test_who_reads_the_old_one_goes_on_with_it(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "news.duckdb"
    with Lake.open(folder, read_only=True) as lake:
        export_database(lake, out)
    with reader(out) as old:
        before = asked(old)
        assert before.startswith("(2, ")
        with Lake.open(folder) as lake:
            load(lake, [2], batch_id="later")
            export_database(lake, out)
        assert asked(old) == before
        with reader(out) as new:
            assert asked(new).startswith("(3, ")
        assert asked(old) == before


def test_other_files_are_left_alone(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.duckdb").write_text("years of work")
    (tmp_path / "folder.duckdb").mkdir()
    (tmp_path / "file").write_text("x")
    with Lake.open(folder, read_only=True) as lake:
        for name in ("notes.duckdb", "folder.duckdb", "file/news.duckdb"):
            with pytest.raises(ExportError):
                export_database(lake, tmp_path / name)
    assert (tmp_path / "notes.duckdb").read_text() == "years of work"
    assert sorted(os.listdir(tmp_path)) == ["file", "folder.duckdb", "notes.duckdb"]  # noqa: PTH208
