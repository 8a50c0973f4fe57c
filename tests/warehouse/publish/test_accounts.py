"""Accounts that don't balance, or say other than the rows do, are published nowhere."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest
from made_batches import DAY, load, tables

from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.operations import Batch, Run
from dateline.warehouse.catalog.errors import BatchRejectedError, RunRejectedError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.recording import record_run
from dateline.warehouse.publish.staging import stage

RUN = Run("run", DAY, DAY, "degraded", "0", ("in",), 2, 6, 3, 1, 2, 0, 1)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    """A lake with two batches of one run, which loaded three pages and set two aside."""
    with Lake.open(tmp_path_factory.mktemp("accounts") / "lake") as lake:
        load(lake, [1, 2], batch_id="first")
        load(lake, [3], batch_id="second")
        yield lake


def batch(**counts: Any) -> dict[str, pa.Table]:
    """Two pages and one set aside, with other numbers in the books."""
    row = replace(Batch("batch", "run", 0, DAY, 1, 3, 2, 0, 1, 0), **counts)
    return tables([8, 9]) | {"ops.batches": to_arrow(Batch, [row])}


def with_outcome(rows: pa.Table, outcome: str) -> pa.Table:
    place = rows.schema.get_field_index("outcome")
    return rows.set_column(place, rows.schema.field(place), pa.array([outcome] * rows.num_rows))


def sighted(rows: pa.Table) -> dict[str, pa.Table]:
    return batch() | {"ops.sightings": rows}


SIGHTINGS = tables([8, 9])["ops.sightings"]
REFUSED = with_outcome(tables([8, 9])["ops.quarantine"], "rejected")


@pytest.mark.parametrize(
    ("brought", "message"),
    [
        (batch(sighting_count=4), "4 sightings, but 2 loaded"),
        (batch(sighting_count=2, loaded_count=1), "1 pages loaded, but there are 2"),
        (batch(sighting_count=4, loaded_count=3), "3 pages loaded, but there are 2"),
        (sighted(SIGHTINGS.slice(1)), "2 pages loaded, but 1 were sighted as loaded"),
        (sighted(with_outcome(SIGHTINGS, "already_known")), "but 0 were sighted as loaded"),
        (
            sighted(
                pa.concat_tables(
                    [SIGHTINGS, with_outcome(tables([7])["ops.sightings"], "already_known")]
                )
            ),
            "0 pages already_known, but there are 1",
        ),
        (batch(quarantined_count=0, already_known_count=1), "0 pages quarantined, but there are 1"),
        (batch() | {"ops.quarantine": REFUSED}, "0 pages rejected, but there are 1"),
    ],
    ids=[
        *("sum", "fewer loaded", "more loaded", "not sighted", "sighted otherwise"),
        *("known", "quarantined", "rejected"),
    ],
)
def test_a_batch_is_refused(lake: Lake, brought: dict[str, pa.Table], message: str) -> None:
    before = lake.snapshot_id
    with pytest.raises(BatchRejectedError, match=message):
        publish(lake, stage(lake.folder, brought))
    assert lake.snapshot_id == before


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ({"sighting_count": 7}, "7 sightings, but 3 loaded"),
        ({"loaded_count": 4, "already_known_count": 0}, "4 pages loaded, but there are 3"),
        ({"loaded_count": 2, "already_known_count": 2}, "2 pages loaded, but there are 3"),
        (
            {"quarantined_count": 1, "already_known_count": 2},
            "1 pages quarantined, but there are 2",
        ),
        ({"batch_count": 1}, "1 batches, but the lake has 2"),
        ({"waived_count": 3}, "3 pages waived, more than were quarantined or rejected"),
    ],
)
def test_a_run_is_refused(lake: Lake, counts: dict[str, Any], message: str) -> None:
    before = lake.snapshot_id
    with pytest.raises(RunRejectedError, match=message):
        record_run(lake, replace(RUN, **counts))
    assert lake.snapshot_id == before
    assert lake.query("FROM ops.runs").num_rows == 0


@pytest.mark.parametrize("outcome", ["already_known", "quarantined", "rejected"])
def test_a_run_has_at_least_the_pages_of_its_batches(
    tmp_path_factory: pytest.TempPathFactory, outcome: str
) -> None:
    accounts = Batch("batch", "run", 0, DAY, 1, 12, 2, 0, 10, 0)
    if outcome != "quarantined":
        counts: dict[str, Any] = {"quarantined_count": 1, f"{outcome}_count": 9}
        accounts = replace(accounts, **counts)
    brought = tables([1, 2]) | {"ops.batches": to_arrow(Batch, [accounts])}
    run = Run("run", DAY, DAY, "degraded", "0", ("in",), 1, 12, 2, 4, 3, 3, 0)
    with Lake.open(tmp_path_factory.mktemp(outcome) / "lake") as lake:
        publish(lake, stage(lake.folder, brought))
        with pytest.raises(RunRejectedError, match=f"{outcome}_count"):
            record_run(lake, run)


def test_a_run_that_balances_is_written_down_once(lake: Lake) -> None:
    record_run(lake, RUN)
    record_run(lake, replace(RUN, status="completed"))
    assert lake.query("SELECT status FROM ops.runs").to_pylist() == [{"status": "completed"}]
