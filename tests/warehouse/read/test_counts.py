"""The number of rows of tables, in the order asked for."""

from pathlib import Path

from made_batches import load

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.counts import row_counts


def test_rows_are_counted(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, range(3))
    with Lake.open(tmp_path / "lake", read_only=True) as lake:
        counts = row_counts(lake, ["quotes", "documents", "ops.batches", "waivers"][:3])
        quotes = len(list(lake.rows("FROM quotes")))
    assert list(counts.items()) == [("quotes", quotes), ("documents", 3), ("ops.batches", 1)]
