"""The rows of a run are the same, from its own snapshots and from the whole tables."""

from datetime import timedelta
from pathlib import Path

import pytest
from made_batches import load

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.compaction import compact
from dateline.warehouse.read.run_rows import rows_of_run

NAMES = ("articles", "quotes", "mentions", "lines", "related_posts")
RUN = "20240503T100000-00000000"


@pytest.mark.parametrize("is_compacted", [False, True])
@pytest.mark.parametrize("others_between", [False, True])
def test_a_run_has_the_rows_of_its_batches(
    tmp_path: Path, is_compacted: bool, others_between: bool
) -> None:
    with Lake.open(tmp_path) as lake:
        load(lake, [0, 1], batch_id="before-0", run_id="before")
        load(lake, [2, 3], batch_id=f"{RUN}-000000", run_id=RUN)
        if others_between:
            load(lake, [4], batch_id="between-0", run_id="between")
        load(lake, [5, 6, 7], batch_id=f"{RUN}-000001", run_id=RUN)
        load(lake, [8], batch_id="after-0", run_id="after")
        if is_compacted:
            compact(lake, keep=timedelta(0))
        brought = rows_of_run(lake, RUN, 2, NAMES)
        # A run's snapshots are read where nothing else is among them.
        is_apart = not (is_compacted or others_between)
        assert is_apart == all("ducklake_table_insertions" in it for it in brought.values())
        for name in NAMES:
            wanted = f"SEMI JOIN (FROM documents WHERE run_id = '{RUN}') USING (document_id)"
            found = lake.query(f"SELECT * FROM {brought[name]} ORDER BY ALL")
            expected = lake.query(f"FROM {name} {wanted} ORDER BY ALL")
            assert expected.num_rows > 0
            assert sorted(map(str, found.select(expected.column_names).to_pylist())) == sorted(
                map(str, expected.to_pylist())
            )
