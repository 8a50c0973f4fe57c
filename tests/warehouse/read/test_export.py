"""Exported files hold all that the lake holds, in the same order each time."""

import base64
import csv
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import duckdb
import made_batches
import pyarrow.parquet as pq
import pytest
from made_batches import load, tables
from made_pages import ARTICLE, json_lines, run

from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog.errors import ExportError, SnapshotForgottenError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.compaction import compact
from dateline.warehouse.read.duckdb_file import export_database
from dateline.warehouse.read.export import export


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "lake"
    with Lake.open(folder) as lake:
        load(lake, [2, 0], batch_id="first")
        load(lake, [1], batch_id="second")
    return folder


def test_parquet_holds_the_declared_columns_in_order_of_the_key(
    folder: Path, tmp_path: Path
) -> None:
    with Lake.open(folder, read_only=True) as lake:
        files = export(lake, tmp_path)
        for name, table in TABLES.items():
            found = pq.read_table(tmp_path / f"{name}.parquet")
            assert found.schema == table.arrow_schema
            keys = [tuple(row.values()) for row in found.select(table.key).to_pylist()]
            assert keys == sorted(keys)
            assert found.num_rows == lake.query(f"FROM {name}").num_rows
    assert files == [tmp_path / f"{name}.parquet" for name in TABLES]
    found = pq.read_table(tmp_path / "quotes.parquet")
    assert found.equals(tables([0, 1, 2])["quotes"].sort_by("document_id"))


def test_an_export_is_the_same_each_time(folder: Path, tmp_path: Path) -> None:
    with Lake.open(folder, read_only=True) as lake:
        first = [path.read_bytes() for path in export(lake, tmp_path / "first")]
        assert first == [path.read_bytes() for path in export(lake, tmp_path / "second")]


def test_an_empty_lake_has_all_files_and_columns(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        export(lake, tmp_path / "out")
        export(lake, tmp_path / "out", "csv")
        export(lake, tmp_path / "out", "jsonl")
    for name, table in TABLES.items():
        assert pq.read_table(tmp_path / "out" / f"{name}.parquet").schema == table.arrow_schema
        header = (tmp_path / "out" / f"{name}.csv").read_text().splitlines()
        assert header == [",".join(f'"{column.name}"' for column in table.columns)]
        assert (tmp_path / "out" / f"{name}.jsonl").read_text() == ""


def test_text_formats_hold_the_same_values(folder: Path, tmp_path: Path) -> None:
    with Lake.open(folder, read_only=True) as lake:
        export(lake, tmp_path, "csv")
        export(lake, tmp_path, "jsonl")
        expected = lake.query("FROM articles ORDER BY document_id").to_pylist()
        text = lake.query("FROM documents ORDER BY document_id").to_pylist()
    with (tmp_path / "articles.csv").open(newline="", encoding="utf-8") as file:
        cells = list(csv.DictReader(file))
    lines = (tmp_path / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    for row, cell, line in zip(expected, cells, lines, strict=True):
        assert json.loads(line) == row
        assert cell["headline"] == row["headline"]
        assert json.loads(cell["author"]) == row["author"]
        assert json.loads(cell["evidence"]) == row["evidence"]
        assert cell["publisher"] == ""
    pages = (tmp_path / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    for row, page in zip(text, map(json.loads, pages), strict=True):
        assert page["text"] == row["text"]
        assert page["ingested_at"] == row["ingested_at"].strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    payload = json.loads((tmp_path / "ops.quarantine.jsonl").read_text().splitlines()[0])["payload"]
    assert base64.b64decode(payload) == b"\x00\xff'"


def test_csv_has_no_cell_that_a_spreadsheet_takes_for_a_formula(tmp_path: Path) -> None:
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "plain", "'=1", "1-1"]
    records = [{"id": name, "text": f"{ARTICLE} {number}"} for number, name in enumerate(names)]
    run(tmp_path / "lake", json_lines(tmp_path / "pages.jsonl", records))
    with Lake.open(tmp_path / "lake", read_only=True) as lake:
        export(lake, tmp_path / "out", "csv")
        export(lake, tmp_path / "out", "jsonl")
    lines = (tmp_path / "out/documents.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["source_id"] for line in lines} == set(names)
    with (tmp_path / "out/documents.csv").open(newline="", encoding="utf-8") as file:
        cells = {row["source_id"] for row in csv.DictReader(file)}
    assert cells == {f"'{name}" for name in names[:6]} | set(names[6:])


def test_a_failed_export_leaves_the_older_file(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "documents.parquet").mkdir()
    with (
        Lake.open(folder, read_only=True) as lake,
        pytest.raises(ExportError, match="cannot write the"),
    ):
        export(lake, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["documents.parquet"]


FORMATS: dict[str, Callable[[Lake, Path], object]] = {
    "parquet": lambda lake, out: export(lake, out, with_views=True),
    "csv": lambda lake, out: export(lake, out, "csv"),
    "jsonl": lambda lake, out: export(lake, out, "jsonl"),
    "duckdb": lambda lake, out: export_database(lake, out / "lake.duckdb"),
}


def exported_counts(out: Path) -> dict[str, int]:
    """The rows of each table that was exported to a folder, in any format."""
    if (out / "lake.duckdb").exists():
        with duckdb.connect(out / "lake.duckdb", read_only=True) as database:
            names = {name: database.sql(f"SELECT count(*) FROM {name}") for name in TABLES}
            return {name: found.fetchall()[0][0] for name, found in names.items()}
    suffix = next(iter(out.glob("documents.*"))).suffix
    reader = {".parquet": "read_parquet", ".csv": "read_csv", ".jsonl": "read_ndjson_objects"}
    files = {name: f"{reader[suffix]}('{out / name}{suffix}')" for name in TABLES}
    queries = {name: f"SELECT count(*) FROM {file}" for name, file in files.items()}
    return {name: duckdb.sql(query).fetchall()[0][0] for name, query in queries.items()}


@pytest.mark.parametrize(
    "file_format",
    [
        it if it in {"parquet", "duckdb"} else pytest.param(it, marks=pytest.mark.soak)
        for it in FORMATS
    ],
)
def test_an_export_is_whole_while_the_lake_is_compacted(file_format: str, tmp_path: Path) -> None:
    folder, out = tmp_path / "lake", tmp_path / "out"
    out.mkdir()
    with Lake.open(folder) as lake:
        load(lake, [0, 1], batch_id="first")
        load(lake, [2], batch_id="second")
    with Lake.open(folder, read_only=True) as reader, reader.pinned() as pinned:
        expected = {name: pinned.query(f"FROM {name}").num_rows for name in TABLES}
        with Lake.open(folder) as lake:
            load(lake, [3], batch_id="third")
            compact(lake)
        FORMATS[file_format](pinned, out)
    assert expected["documents"] == 3
    assert exported_counts(out) == expected


WRITER = """
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[2])
from made_batches import load
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.compaction import compact

for page in range(1, 5):
    with Lake.open(Path(sys.argv[1])) as lake:
        load(lake, [page], batch_id=f"{page}")
        compact(lake)
    print(page, flush=True)
"""


@pytest.mark.soak
def test_exports_are_whole_while_another_process_loads_and_compacts(tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    with Lake.open(folder) as lake:
        load(lake, [0], batch_id="0")
    program = tmp_path / "writer.py"
    program.write_text(WRITER)
    command = [sys.executable, str(program), str(folder), str(Path(made_batches.__file__).parent)]
    number = 0
    with subprocess.Popen(command) as writer:
        while writer.poll() is None:
            file_format = list(FORMATS)[number % len(FORMATS)]
            out = tmp_path / str(number)
            out.mkdir()
            with Lake.open(folder, read_only=True) as lake:
                FORMATS[file_format](lake, out)
            counts = exported_counts(out)
            assert counts["documents"] > 0
            assert counts["articles"] == counts["stories"] == counts["documents"]
            assert counts["lines"] == 2 * counts["documents"]
            number += 1
    assert writer.returncode == 0


def test_an_export_of_a_snapshot_that_is_forgotten_meanwhile_fails(tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    with Lake.open(folder) as lake:
        load(lake, [0], batch_id="first")
    with Lake.open(folder, read_only=True) as reader, reader.pinned() as pinned:
        with Lake.open(folder) as lake:
            load(lake, [1], batch_id="second")
            compact(lake, keep=timedelta(0))
        with pytest.raises(SnapshotForgottenError, match="forgotten"):
            export(pinned, tmp_path / "out")
