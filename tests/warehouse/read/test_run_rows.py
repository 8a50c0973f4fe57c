"""The rows of a run are the same, from its own snapshots and from the whole tables."""

from datetime import timedelta
from pathlib import Path

from made_batches import load

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.own_queries import look_up
from dateline.warehouse.publish.compaction import compact
from dateline.warehouse.read.run_rows import rows_of_run

NAMES = ("articles", "quotes", "mentions", "lines", "related_posts")
RUN = "20240503T100000-00000000"


def test_a_run_has_the_rows_of_its_batches(tmp_path: Path) -> None:
    with Lake.open(tmp_path) as lake:
        load(lake, [0, 1], batch_id="before-0", run_id="before")
        load(lake, [2, 3], batch_id=f"{RUN}-000000", run_id=RUN)
        load(lake, [4, 5], batch_id=f"{RUN}-000001", run_id=RUN)
        load(lake, [6], batch_id="after-0", run_id="after")
        has_its_rows(lake, 2, is_apart=True)
    with Lake.open(tmp_path, read_only=True) as lake:
        has_its_rows(lake, 2, is_apart=True)
    with Lake.open(tmp_path) as lake:
        # Another run's snapshot is among them.
        load(lake, [7], batch_id=f"{RUN}-000002", run_id=RUN)
        has_its_rows(lake, 3, is_apart=False)
    with Lake.open(tmp_path, read_only=True) as lake:
        has_its_rows(lake, 3, is_apart=False)
    with Lake.open(tmp_path) as lake:
        compact(lake, keep=timedelta(0))
        has_its_rows(lake, 3, is_apart=False)


def has_its_rows(lake: Lake, batch_count: int, *, is_apart: bool) -> None:
    brought = rows_of_run(lake, RUN, batch_count, NAMES)
    assert is_apart == all("ducklake_table_insertions" in it for it in brought.values())
    for name in NAMES:
        wanted = f"SEMI JOIN (FROM documents WHERE run_id = '{RUN}') USING (document_id)"
        expected = lake.query(f"FROM {name} {wanted}")
        rows = look_up(lake, f"SELECT * FROM {brought[name]}").dicts()
        found = [{column: row[column] for column in expected.column_names} for row in rows]
        assert sorted(map(str, found)) == sorted(map(str, expected.to_pylist())) != []
