"""An index beside the lake follows its snapshots, and is made again where it is of no use."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from made_batches import tables

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.side_index import IndexKind, bring
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage


def fill(
    index: sqlite3.Connection, connection: duckdb.DuckDBPyConnection, lake: Lake, last: int
) -> None:
    index.execute("INSERT INTO notes VALUES (NULL, ?)", [last])


def follow(
    index: sqlite3.Connection,
    connection: duckdb.DuckDBPyConnection,
    lake: Lake,
    good: int,
    last: int,
) -> None:
    index.execute("INSERT INTO notes VALUES (?, ?)", [good, last])


KIND = IndexKind(1, {"notes": ("CREATE TABLE notes (good INTEGER, last INTEGER)",)}, fill, follow)


def notes(path: Path) -> list[tuple[int | None, int]]:
    with closing(sqlite3.connect(path)) as index:
        return index.execute("SELECT good, last FROM notes").fetchall()


def load(lake: Lake, page: int) -> int:
    return publish(lake, stage(lake.folder, tables([page], batch_id=f"batch-{page}")))


def test_it_is_made_once_and_then_follows(tmp_path: Path) -> None:
    path = tmp_path / "aside" / "index.sqlite"
    with Lake.open(tmp_path / "lake") as lake:
        first = lake.snapshot_id
        bring(path, lake, KIND)
        second = load(lake, 1)
        bring(path, lake, KIND)
        bring(path, lake, KIND)
    assert notes(path) == [(None, first), (first, second)]


@pytest.mark.parametrize("reason", ["asked", "broken", "format", "lake"])
def test_it_is_made_again_where_it_is_of_no_use(tmp_path: Path, reason: str) -> None:
    path = tmp_path / "index.sqlite"
    kind, name = KIND, "lake"
    with Lake.open(tmp_path / name) as lake:
        bring(path, lake, KIND)
    if reason == "broken":
        path.write_bytes(b"not a database" * 100)
    elif reason == "format":
        kind = replace(KIND, format=2)
    elif reason == "lake":
        name = "other"
    with Lake.open(tmp_path / name) as lake:
        last = load(lake, 1)
        bring(path, lake, kind, rebuild=reason == "asked")
    assert notes(path) == [(None, last)]


def test_a_failure_leaves_it_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"

    def fail(*arguments: object) -> None:
        raise KeyError("no room")

    with Lake.open(tmp_path / "lake") as lake:
        bring(path, lake, KIND)
        before = notes(path)
        load(lake, 1)
        with pytest.raises(KeyError):
            bring(path, lake, replace(KIND, fill=fail, follow=fail), rebuild=True)
    assert notes(path) == before
