"""Compacting changes files and forgets snapshots; no row that is kept changes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from made_batches import load

from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog.errors import UnknownSnapshotError
from dateline.warehouse.catalog.folder import DATA
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish import compaction
from dateline.warehouse.publish.compaction import compact, merge_small_files


def rows(lake: Lake) -> dict[str, list[dict[str, Any]]]:
    return {name: lake.query(f"FROM {name} ORDER BY ALL").to_pylist() for name in TABLES}


def current_files(lake: Lake, table: str) -> list[Path]:
    """The files that the last snapshot reads a table from."""
    found = lake.query(f"SELECT data_file FROM ducklake_list_files('lake', '{table}')")
    return [Path(row["data_file"]) for row in found.to_pylist()]


def test_small_files_are_merged_and_old_snapshots_go_only_when_asked(tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    with Lake.open(folder) as lake:
        first = load(lake, [0], batch_id="0")
        load(lake, [1], batch_id="1")
        load(lake, [2], batch_id="2")
        before = rows(lake)
        assert len(current_files(lake, "documents")) == 3

        assert compact(lake, keep=timedelta(hours=1)).forgotten_count == 0
        (merged,) = current_files(lake, "documents")
        assert rows(lake) == before
        # A query that has begun goes on reading the files of before.
        files = set((folder / DATA / "main/documents").iterdir())
        assert merged in files
        assert len(files) == 4
        with Lake.open(folder, read_only=True, at=first) as reader:
            assert len(rows(reader)["documents"]) == 1

        done = compact(lake, keep=timedelta(0))
        assert (done.forgotten_count > 2, done.oldest.snapshot_id) == (True, lake.snapshot_id)
        assert rows(lake) == before
        assert [snapshot.snapshot_id for snapshot in lake.snapshots] == [lake.snapshot_id]
        assert list((folder / DATA / "main/documents").iterdir()) == [merged]
        load(lake, [3], batch_id="3")
        assert len(rows(lake)["documents"]) == 4
    for at in (first, datetime(2000, 1, 1, tzinfo=UTC)):
        with pytest.raises(UnknownSnapshotError, match="the oldest is snapshot"):
            Lake.open(folder, read_only=True, at=at)


def test_a_publish_merges_what_small_batches_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {}
    for name, most in (("merged", 2), ("as they came", 99)):
        monkeypatch.setattr(compaction, "MOST_SMALL_FILES", most)
        with Lake.open(tmp_path / name) as lake:
            snapshots = [load(lake, [page], batch_id=str(page)) for page in range(4)]
            found[name] = rows(lake), len(current_files(lake, "documents"))
        with Lake.open(tmp_path / name, read_only=True, at=snapshots[1]) as reader:
            assert len(rows(reader)["documents"]) == 2
    assert [count for _, count in found.values()] == [2, 4]
    assert found["merged"][0] == found["as they came"][0]


def test_files_in_which_rows_were_replaced_are_merged_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "MOST_SMALL_FILES", 2)
    with Lake.open(tmp_path / "lake") as lake:
        for page in range(4):
            load(lake, [page], batch_id=str(page))
            # Fewer rows are replaced than would have a file written again for their sake.
            lake.connection.execute(
                f"UPDATE lines SET rule = 'other' WHERE line_number = {page % 2} "
                "AND document_id = (SELECT min(document_id) FROM documents)"
            )
        before = rows(lake)
        files = {name: len(current_files(lake, name)) for name in ("lines", "documents")}
        assert max(files.values()) <= 4
        merge_small_files(lake)
        assert rows(lake) == before


def test_files_that_a_lake_writes_itself_are_compressed_as_those_that_are_staged(
    tmp_path: Path,
) -> None:
    with Lake.open(tmp_path) as lake:
        load(lake, [0], batch_id="0")
        load(lake, [1], batch_id="1")
        compact(lake)
        (merged,) = current_files(lake, "documents")
    assert pq.ParquetFile(merged).metadata.row_group(0).column(0).compression == "ZSTD"
