"""Parts of pages: every row comes once, with its page, wherever it lies."""

from pathlib import Path

import pytest
from made_batches import document_id, load

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.compaction import compact
from dateline.warehouse.read.page_parts import LOCATION, located, page_parts, without_location

NAMES = ("documents", "lines", "sketches")


@pytest.mark.parametrize("is_compacted", [False, True])
def test_parts_have_all_rows_of_their_pages(tmp_path: Path, is_compacted: bool) -> None:
    with Lake.open(tmp_path) as lake:
        for number in range(3):
            load(lake, range(4 * number, 4 * number + 4), batch_id=f"batch-{number}")
        # Rows of a page that lie apart from the others, as a replay leaves them.
        moved = f"document_id = '{document_id(1)}'"
        lake.connection.execute(f"CREATE TEMP TABLE moved AS FROM lake.lines WHERE {moved}")
        lake.connection.execute(f"DELETE FROM lake.lines WHERE {moved}")
        lake.connection.execute("INSERT INTO lake.lines FROM moved")
        if is_compacted:
            compact(lake)
        tables = {name: located(f"lake.{name}") for name in NAMES}
        whole = {name: lake.query(f"FROM lake.{name}").to_pylist() for name in NAMES}
        pages = lake.query(
            f"SELECT document_id FROM {tables['documents']} ORDER BY {LOCATION} DESC"
        )
        parts = list(
            page_parts(
                lake.connection,
                tables,
                pages,
                [5, 1, 6],
                lambda _, rows: f"FROM {without_location(rows)}",
            )
        )
    assert [part["documents"].num_rows for part in parts] == [5, 1, 6]
    for name in NAMES:
        read = [row for part in parts for row in part[name].to_pylist()]
        assert sorted(map(str, read)) == sorted(map(str, whole[name])) != []
    for part in parts:
        ids = set(part["documents"]["document_id"].to_pylist())
        assert {row["document_id"] for row in part["lines"].to_pylist()} == ids


def test_rows_that_name_no_page_are_a_part_too(tmp_path: Path) -> None:
    with Lake.open(tmp_path) as lake:
        load(lake, [1])
        nobody = "(SELECT NULL::VARCHAR AS document_id, 'f' AS filename, 0 AS file_row_number)"
        pages = lake.query("SELECT NULL::VARCHAR AS document_id")
        (part,) = page_parts(
            lake.connection, {"any": located(nobody)}, pages, [1], lambda _, rows: f"FROM {rows}"
        )
    assert part["any"].num_rows == 1
