"""The tables in memory: made once for a connection, whoever asks first, and right."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.name_tables import (
    SnapshotTooOldError,
    TooManyNamesError,
    make_name_tables,
)


def test_they_hold_what_the_lake_holds(named_lake: Lake) -> None:
    make_name_tables(named_lake)
    for in_memory, in_lake in (
        ("SELECT count(*) FROM memory.by_name.pages", "SELECT count(*) FROM documents"),
        ("SELECT sum(mention_count) FROM memory.by_name.named", "SELECT count(*) FROM mentions"),
        ("SELECT count(*) FROM memory.by_name.quoted", "SELECT count(*) FROM quotes"),
        (
            "SELECT count(DISTINCT coalesce(story, -number)) FROM memory.by_name.pages",
            "SELECT count(*) FROM stories",
        ),
        (
            "SELECT row_count FROM memory.by_name.row_counts WHERE name = 'quotes'",
            "SELECT count(*) FROM quotes",
        ),
    ):
        assert list(named_lake.rows(in_memory)) == list(named_lake.rows(in_lake))
    days = [
        day for (day,) in named_lake.rows("SELECT day FROM memory.by_name.pages ORDER BY number")
    ]
    known = [day for day in days if day is not None]
    assert known == sorted(known, reverse=True)
    assert days[len(known) :] == [None] * (len(days) - len(known))


def test_threads_that_ask_at_once_make_them_once(named_folder: Path) -> None:
    with Lake.open(named_folder, read_only=True, at=None) as opened, opened.pinned() as lake:

        def ask(_: int) -> int:
            cursor = lake.connection.cursor()
            cursor.execute("USE lake")
            own = lake.on(cursor)
            make_name_tables(own)
            ((count,),) = own.rows("SELECT count(*) FROM memory.by_name.entities")
            return int(count)

        with ThreadPoolExecutor(4) as threads:
            assert set(threads.map(ask, range(8))) == {4}


def test_a_snapshot_that_lacks_a_column_is_said_to(named_folder: Path) -> None:
    with Lake.open(named_folder, read_only=True) as opened, opened.pinned() as lake:
        mentions = lake.tables["mentions"]
        older = replace(mentions, columns=mentions.columns[:3])
        lake.tables = {**lake.tables, "mentions": older}
        with pytest.raises(SnapshotTooOldError, match="of an older version, whose table mentions"):
            make_name_tables(lake)


def test_what_does_not_fit_into_memory_is_said_and_not_tried_again(named_folder: Path) -> None:
    with Lake.open(named_folder, read_only=True) as opened:
        latest = opened.snapshot_id
    with Lake.open(named_folder, read_only=True, at=latest, memory_bytes=2 << 20) as lake:
        for _ in range(2):
            with pytest.raises(TooManyNamesError, match="names too much for the memory"):
                make_name_tables(lake)
