"""Rows that are read from where they lie are those that a query gives, whatever became of them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from made_batches import document_id, load

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.page_files import page_files_of
from dateline.warehouse.publish import compaction
from dateline.warehouse.publish.compaction import compact, merge_small_files

PAGES = range(8)
TABLES = ("documents", "articles", "lines", "quotes", "mentions", "story_members")


def nothing(_: Lake) -> None:
    pass


def replaced(lake: Lake) -> None:
    """As a replay does: some rows are gone, and others stand in other files."""
    lake.connection.execute(
        f"UPDATE articles SET headline = 'New' WHERE document_id = '{document_id(2)}'"
    )
    lake.connection.execute(f"DELETE FROM lines WHERE document_id = '{document_id(3)}'")


def merged(lake: Lake) -> None:
    """Files of several snapshots become one, which snapshots before the last share."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compaction, "MOST_SMALL_FILES", 1)
        merge_small_files(lake)


def replaced_and_compacted(lake: Lake) -> None:
    replaced(lake)
    compact(lake)
    replaced(lake)


def rows_of(lake: Lake, table: str, page: int) -> list[dict[str, object]]:
    stored = lake.tables[table].stored_as or table
    query = f"FROM {stored} WHERE document_id = '{document_id(page)}' ORDER BY ALL"
    return list(lake.rows(query).dicts())


def in_order(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(rows, key=repr)


@pytest.mark.parametrize("change", [nothing, replaced, merged, replaced_and_compacted])
def test_rows_are_those_of_a_query(change: Callable[[Lake], None], tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        for first in PAGES[::2]:
            load(lake, [first, first + 1], batch_id=f"{first}")
        change(lake)
        snapshots = [lake.snapshots[len(PAGES) // 2].snapshot_id, lake.snapshot_id]
    for snapshot in snapshots:
        with Lake.open(tmp_path / "lake", read_only=True, at=snapshot) as lake:
            files = page_files_of(lake)
            assert files is not None
            for table in TABLES:
                for page in (*PAGES, 99):
                    found = files.rows(table, "document_id", document_id(page))
                    assert found is not None
                    assert in_order(found.to_pylist()) == in_order(rows_of(lake, table, page))


def test_columns_can_be_chosen(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, PAGES)
    with Lake.open(tmp_path / "lake", read_only=True) as reader, reader.pinned() as lake:
        files = page_files_of(lake)
        assert files is not None
        found = files.rows("articles", "document_id", document_id(1), ["headline", "word_count"])
        assert found is not None
        assert found.column_names == ["headline", "word_count"]
        assert found.num_rows == 1


def test_files_of_other_columns_are_left_to_a_query(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, [0], batch_id="old")
        lake.connection.execute("ALTER TABLE articles RENAME headline TO title")
        lake.connection.execute("ALTER TABLE articles ADD COLUMN headline VARCHAR")
        snapshot = lake.snapshot_id
    with Lake.open(tmp_path / "lake", read_only=True, at=snapshot) as reader:
        files = page_files_of(reader)
        assert files is not None
        assert files.rows("articles", "document_id", document_id(0)) is None
        assert files.rows("documents", "document_id", document_id(0)) is not None


def test_a_key_that_is_not_looked_up_is_left_to_a_query(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, [0])
    with Lake.open(tmp_path / "lake", read_only=True) as reader, reader.pinned() as lake:
        files = page_files_of(lake)
        assert files is not None
        assert files.rows("articles", "headline", "a") is None
        assert files.rows("ops.runs", "run_id", "run") is None
