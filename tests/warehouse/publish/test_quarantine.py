"""Quarantined pages keep their rows: brought up to date, resolved, expired, never deleted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest
from made_batches import DAY, document_id, load, tables, with_column

from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.operations import FailedRetry, Quarantined, Waiver
from dateline.warehouse.catalog.errors import BatchRejectedError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.records import records
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.quarantine import (
    expirable,
    expire,
    loaded_by,
    record_waiver,
    rows_at,
    rows_of,
    waivers_on,
)
from dateline.warehouse.publish.staging import stage

KEY = ("in", "bad.txt", None)
RETRY = FailedRetry("run", "1", DAY, "empty", "It is empty now.", "empty")


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    """A lake of two batches; each quarantined a page, the second one page 7, by its bytes."""
    with Lake.open(tmp_path_factory.mktemp("quarantine") / "lake") as lake:
        load(lake, [0], batch_id="first")
        brought = tables([1], batch_id="second")
        rows = with_column(brought["ops.quarantine"], "document_id", [document_id(7)])
        rows = with_column(rows, "quarantined_at", [DAY + timedelta(days=2)])
        publish(lake, stage(lake.folder, brought | {"ops.quarantine": rows}))
        yield lake


def bringing(row: Quarantined, batch_id: str) -> dict[str, pa.Table]:
    """A batch without pages that brings the row of an older one."""
    return tables([], batch_id=batch_id) | {"ops.quarantine": to_arrow(Quarantined, [row])}


def test_rows_are_found_by_key_without_their_bytes(lake: Lake) -> None:
    keys = [KEY, ("in", "bad.txt", document_id(7)), ("in", "none.txt", None)]
    found = rows_at(lake, keys)
    assert {key: row.quarantine_id for key, row in found.items()} == {
        keys[0]: "first-0",
        keys[1]: "second-0",
    }
    assert all(row.payload is None for row in found.values())
    assert rows_at(lake, []) == {}


def test_whole_rows_come_in_the_order_of_their_quarantine(lake: Lake) -> None:
    found = rows_of(lake, ["second-0", "first-0", "no such"])
    assert [row.quarantine_id for row in found] == ["first-0", "second-0"]
    assert found[0].payload == b"\x00\xff'"


def test_the_run_that_loaded_a_document_is_known(lake: Lake) -> None:
    assert loaded_by(lake, [document_id(0), document_id(7)]) == {document_id(0): "run"}
    assert loaded_by(lake, []) == {}


@pytest.mark.parametrize(
    "change", [{"quarantine_id": "no such"}, {"source_id": "other.txt"}, {"rule": "other"}]
)
def test_a_row_of_another_page_is_not_brought_up_to_date(
    lake: Lake, change: dict[str, Any]
) -> None:
    (row,) = rows_of(lake, ["first-0"])
    with pytest.raises(BatchRejectedError, match=r"ops\.quarantine has no row .* up to date"):
        publish(lake, stage(lake.folder, bringing(replace(row, **change), "stray")))
    assert rows_of(lake, ["first-0"]) == [row]


def test_a_failed_retry_replaces_the_row_and_is_what_holds_now(lake: Lake) -> None:
    (row,) = rows_of(lake, ["first-0"])
    publish(lake, stage(lake.folder, bringing(replace(row, retries=(RETRY,)), "retry")))
    assert rows_of(lake, ["first-0"]) == [replace(row, retries=(RETRY,))]
    assert lake.query("FROM ops.quarantine").num_rows == 2
    # What would expire is grouped by the reason of the last failure.
    assert expirable(lake, DAY + timedelta(days=1)) == {"empty": (1, 3)}


def test_what_is_loaded_after_all_is_resolved_and_then_expires(lake: Lake) -> None:
    assert expirable(lake, None) == {}
    load(lake, [7], batch_id="later")
    (row,) = rows_of(lake, ["second-0"])
    assert (row.state, row.resolved_run_id) == ("resolved", "run")
    assert expirable(lake, None) == {"binary": (1, 3)}
    before = rows_of(lake, ["first-0"])
    at = DAY + timedelta(days=9)
    assert expire(lake, None, at=at) == lake.snapshot_id
    expected = replace(row, state="expired", state_at=at, payload=None)
    assert rows_of(lake, ["second-0"]) == [expected]
    assert rows_of(lake, ["first-0"]) == before
    assert expirable(lake, None) == {}


def test_the_last_waiver_of_a_reason_holds_to_the_end_of_its_day(lake: Lake) -> None:
    def waive(reason: str, hours: int, until: date) -> Waiver:
        waiver = Waiver(reason, DAY + timedelta(hours=hours), until, "Ana", None)
        assert record_waiver(lake, waiver) == lake.snapshot_id
        return waiver

    waive("empty", 0, date(2026, 9, 1))
    shorter = waive("empty", 1, date(2026, 2, 1))
    other = waive("binary", 0, date(2026, 9, 1))
    assert waivers_on(lake, date(2026, 2, 1)) == {"binary": other, "empty": shorter}
    assert waivers_on(lake, date(2026, 2, 2)) == {"binary": other}
    assert len(records(Waiver, lake.query("FROM ops.waivers"))) == 3
