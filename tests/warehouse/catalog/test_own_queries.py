"""A query that is written here may read what one from outside may not, and change as little."""

from pathlib import Path

import duckdb
import pytest
from made_batches import load

from dateline.warehouse.catalog.errors import StatementRejectedError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.own_queries import look_up


def test_an_own_query_is_not_checked_and_changes_nothing(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, range(2))
    sql = "SELECT count(*) FROM ducklake_table_insertions('lake', 'main', 'documents', $1, $2)"
    with Lake.open(tmp_path / "lake", read_only=True) as lake:
        assert list(look_up(lake, sql, [0, lake.snapshot_id])) == [(2,)]
        with pytest.raises(StatementRejectedError):
            lake.rows(sql, [0, lake.snapshot_id])
        with pytest.raises(duckdb.Error):
            look_up(lake, "DELETE FROM documents")
