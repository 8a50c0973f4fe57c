"""The index has what the lake has, whatever happened to either."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from made_batches import tables
from made_stories import batch_of_stories, bodies

from dateline.warehouse.catalog.errors import LakeNotWritableError
from dateline.warehouse.catalog.folder import LOOKUP
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.lookup.index import keep_pages_known
from dateline.warehouse.publish.compaction import compact
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage

PAGES = range(len(bodies()))
INDEX = "index.sqlite"
# Numbers of pages and texts follow the order of batches; what they stand for does not.
CONTENT = (
    "SELECT hex(document_id), text_id, host, story_signature, seen_at, source_organization, "
    "publisher, date_published, fetched_at, url, content "
    "FROM pages LEFT JOIN texts USING (text) ORDER BY 1",
    "SELECT hex(document_id), story_id, role, similarity, members.agency, earlier_version_id "
    "FROM members JOIN pages USING (page) ORDER BY 1",
    "SELECT text_id, sketch_size FROM texts ORDER BY 1",
    "SELECT hash, text_id FROM shingles JOIN texts USING (text) ORDER BY 1, 2",
    "SELECT hash, hex(document_id) FROM lines JOIN pages USING (page) ORDER BY 1, 2",
)


def content(lake: Lake) -> list[list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(lake.folder / LOOKUP / INDEX)) as index:
        return [index.execute(query).fetchall() for query in CONTENT]


def load(lake: Lake, first: int, last: int) -> None:
    batch = batch_of_stories(PAGES[first:last], f"batch-{first}")
    publish(lake, stage(lake.folder, batch))


def rebuilt(lake: Lake) -> list[list[tuple[Any, ...]]]:
    (lake.folder / LOOKUP / INDEX).unlink()
    keep_pages_known(lake)
    return content(lake)


def merge(lake: Lake) -> None:
    compact(lake, keep=timedelta())


def replace_some(lake: Lake) -> None:
    lake.connection.execute(
        "UPDATE articles SET source_organization = 'XPA' WHERE source_organization IS NOT NULL"
    )


def lag(lake: Lake) -> None:
    """As where a run was killed after a publish."""
    before = (lake.folder / LOOKUP / INDEX).read_bytes()
    load(lake, 10, 12)
    (lake.folder / LOOKUP / INDEX).write_bytes(before)


@pytest.mark.parametrize("change", [merge, replace_some, lag])
def test_it_follows_the_lake(tmp_path: Path, change: Callable[[Lake], None]) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, 0, 5)
        load(lake, 5, 10)
        change(lake)
        load(lake, 12, 15)
        found = content(lake)
        assert all(found)
        assert found == rebuilt(lake)


def test_a_lake_without_it_goes_on_as_with_it(tmp_path: Path) -> None:
    found = []
    for name in ("with", "without"):
        with Lake.open(tmp_path / name) as lake:
            load(lake, 0, 8)
            if name == "without":
                (lake.folder / LOOKUP / INDEX).unlink()
            load(lake, 8, 15)
            found.append(
                [lake.query(f"FROM {table} ORDER BY ALL") for table in ("stories", "story_members")]
            )
    assert found[0] == found[1]


def test_a_publish_that_cannot_use_it_leaves_the_lake_as_it_was(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        (lake.folder / LOOKUP).write_text("in its place")
        before = lake.snapshot_id
        staged = stage(lake.folder, tables([1]))
        with pytest.raises(LakeNotWritableError, match="delete the folder lookup"):
            publish(lake, staged)
        assert lake.snapshot_id == before
        assert all(path.exists() for path in staged.files.values())
