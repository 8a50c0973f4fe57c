"""Exported files hold all that the lake holds, in the same order each time."""

import base64
import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from made_batches import load, tables

from transforms.schema import TABLES
from warehouse.catalog.errors import ExportError
from warehouse.catalog.lake import Lake
from warehouse.read.export import export


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


def test_a_failed_export_leaves_the_older_file(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "documents.parquet").mkdir()
    with (
        Lake.open(folder, read_only=True) as lake,
        pytest.raises(ExportError, match="can't be written to"),
    ):
        export(lake, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["documents.parquet"]
