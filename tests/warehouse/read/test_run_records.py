"""What the ledger tells of a run, whole or stopped, and of the rules."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from made_batches import tables

from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.operations import Check, Run
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.snapshots import insert
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage
from dateline.warehouse.read.run_records import rule_records, run_record

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
EARLIER = NOON.replace(hour=6)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    checks = [
        Check(
            "run", "b1", "articles.short", "articles", "warning", False, 9, 2, ('{"a": 1}',), NOON
        ),
        Check("run", "b0", "articles.short", "articles", "warning", True, 9, 0, (), EARLIER),
        Check("other", "b2", "articles.short", "articles", "warning", False, 9, 1, (), EARLIER),
    ]
    run = Run("run", EARLIER, NOON, "degraded", "1", ("in",), 1, 3, 2, 0, 1, 0, 0)
    with Lake.open(tmp_path_factory.mktemp("runs") / "lake") as lake:
        publish(lake, stage(lake.folder, tables(range(2), batch_id="b0")))
        publish(lake, stage(lake.folder, tables([2], batch_id="b2", run_id="other")))
        insert(lake.connection, "ops.checks", to_arrow(Check, checks))
        insert(lake.connection, "ops.runs", to_arrow(Run, [run]))
        yield lake


def test_a_run_has_its_accounts_batches_rules_and_reasons(lake: Lake) -> None:
    record = run_record(lake, "run")
    assert record is not None
    assert record.run is not None
    assert record.run.loaded_count == 2
    assert [batch.batch_id for batch in record.batches] == ["b0"]
    assert [(it.reason, it.outcome, it.page_count) for it in record.reasons] == [
        ("binary", "quarantined", 1)
    ]
    first = record.rules[0]
    assert (first.rule, first.batch_count, first.failed_batch_count) == ("articles.short", 2, 1)
    assert (first.checked_count, first.failed_count) == (18, 2)
    assert (first.last_failed_at, first.examples) == (NOON, ['{"a": 1}'])


def test_a_stopped_run_has_what_it_published(lake: Lake) -> None:
    record = run_record(lake, "other")
    assert record is not None
    assert record.run is None
    assert [batch.batch_id for batch in record.batches] == ["b2"]


def test_rules_of_all_runs_come_with_those_that_failed_last_first(lake: Lake) -> None:
    records = rule_records(lake)
    assert [it.rule for it in records] == ["articles.short", "a rule"]
    assert (records[0].failed_count, records[0].last_failed_at) == (3, NOON)
    assert (records[1].last_failed_at, records[1].examples) == (None, [])


def test_an_unknown_run_has_no_record(lake: Lake) -> None:
    assert run_record(lake, "' OR true --") is None
