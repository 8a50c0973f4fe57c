"""Rows are counted in the order asked for, and an export that lacks some is none."""

from pathlib import Path

import pytest
from made_batches import load

from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog.errors import ExportError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.row_counts import require_all_rows, row_counts


def test_rows_are_counted_at_the_snapshot_that_the_lake_is_pinned_to(tmp_path: Path) -> None:
    with Lake.open(tmp_path) as lake:
        load(lake, [0], batch_id="0")
        with lake.pinned() as pinned:
            load(lake, [1], batch_id="1")
            assert row_counts(pinned)["lines"] == 2
        counts = row_counts(lake)
    assert (counts["documents"], counts["lines"], counts["ops.batches"]) == (2, 4, 2)


def test_rows_are_counted(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, range(3))
    with Lake.open(tmp_path / "lake", read_only=True) as lake:
        counts = row_counts(lake, ["quotes", "documents", "ops.batches", "waivers"][:3])
        quotes = len(list(lake.rows("FROM quotes")))
    assert list(counts.items()) == [("quotes", quotes), ("documents", 3), ("ops.batches", 1)]


def test_more_or_fewer_rows_than_were_counted_are_an_error() -> None:
    require_all_rows(TABLES["quotes"], 3, {"quotes": 3})
    require_all_rows(TABLES["quotes"], 3, {})
    for count in (0, 4):
        with pytest.raises(ExportError, match=rf"quotes has 3 rows, but {count} were read"):
            require_all_rows(TABLES["quotes"], count, {"quotes": 3})
