"""Failures of a disk under a lake are told from faults in queries. tests/crash/ makes real ones."""

from pathlib import Path

import duckdb
import pytest

from dateline.warehouse.catalog.disk_failures import disk_failures_told
from dateline.warehouse.catalog.errors import DiskFailedError
from dateline.warehouse.catalog.lake import Lake

FAILURES = (
    duckdb.TransactionException('Failed to execute query "COMMIT": database or disk is full'),
    duckdb.Error("Failed to delete snapshots in DuckLake: attempt to write a readonly database"),
    duckdb.IOException('Cannot open file "a.parquet": No space left on device\nmore'),
)


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
def test_a_disk_that_fails_is_told_with_what_to_do(error: duckdb.Error) -> None:
    with (
        pytest.raises(DiskFailedError, match=r"cannot use lake: .*; make room") as told,
        disk_failures_told(Path("lake")),
    ):
        raise error
    assert "\n" not in str(told.value)


def test_a_fault_in_a_query_stays_what_it_is(tmp_path: Path) -> None:
    with Lake.open(tmp_path) as lake, pytest.raises(duckdb.CatalogException):
        lake.connection.execute("FROM nowhere")
    with pytest.raises(duckdb.CatalogException), Lake.open(tmp_path) as lake:
        lake.connection.execute("FROM nowhere")


@pytest.mark.parametrize("read_only", [False, True])
def test_a_lake_tells_of_the_disk_as_it_is_closed(read_only: bool, tmp_path: Path) -> None:
    Lake.open(tmp_path).close()
    with pytest.raises(DiskFailedError), Lake.open(tmp_path, read_only=read_only):
        raise FAILURES[0]
