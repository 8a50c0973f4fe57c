"""What the run ledger has of one run, and what the rules found over all runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dateline.transforms.schema.operations import Batch, Run
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.own_queries import look_up
from dateline.warehouse.catalog.records import records_of

_MOST_BATCHES = 1_000


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """A rule, and what the audits of batches found: `examples` are of the last that failed."""

    rule: str
    table_name: str
    severity: str
    batch_count: int
    failed_batch_count: int
    checked_count: int
    failed_count: int
    last_checked_at: datetime
    last_failed_at: datetime | None
    examples: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """A reason for which pages were quarantined or rejected, and how many were."""

    reason: str
    outcome: str
    page_count: int
    example: str
    detail: str


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run: `run` is None where it was stopped before its end; its first 1,000 batches."""

    run_id: str
    run: Run | None
    batches: Sequence[Batch]
    rules: Sequence[RuleRecord]
    reasons: Sequence[ReasonCount]


_RULE_RECORDS = """
    SELECT rule, table_name, severity, count(DISTINCT batch_id) AS batch_count,
        count(DISTINCT batch_id) FILTER (NOT passed) AS failed_batch_count,
        sum(checked_count)::BIGINT AS checked_count, sum(failed_count)::BIGINT AS failed_count,
        max(checked_at) AS last_checked_at,
        max(checked_at) FILTER (NOT passed) AS last_failed_at,
        coalesce(arg_max(examples, checked_at) FILTER (NOT passed), []) AS examples
    FROM ops.checks WHERE $1 IS NULL OR run_id = $1
    GROUP BY rule, table_name, severity
    ORDER BY last_failed_at DESC NULLS LAST, table_name, rule
"""
_REASONS = """
    SELECT reason, outcome, count(*) AS page_count, min(source_id) AS example,
        any_value(detail) AS detail
    FROM ops.quarantine WHERE run_id = $1 GROUP BY reason, outcome
    ORDER BY page_count DESC, reason
"""


def run_record(lake: Lake, run_id: str) -> RunRecord | None:
    """What the ledger has of a run; None where it has nothing."""
    runs = records_of(Run, look_up(lake, "FROM ops.runs WHERE run_id = $1", [run_id]).dicts())
    batches = records_of(
        Batch,
        look_up(
            lake,
            "FROM ops.batches WHERE run_id = $1 ORDER BY batch_number LIMIT $2",
            [run_id, _MOST_BATCHES],
        ).dicts(),
    )
    if not runs and not batches:
        return None
    reasons = list(look_up(lake, _REASONS, [run_id]).dicts())
    return RunRecord(
        run_id,
        runs[0] if runs else None,
        batches,
        rule_records(lake, run_id),
        [ReasonCount(**row) for row in reasons],
    )


def rule_records(lake: Lake, run_id: str | None = None) -> Sequence[RuleRecord]:
    """What the rules found, those that failed last first; in one run, or in all."""
    return [RuleRecord(**row) for row in look_up(lake, _RULE_RECORDS, [run_id]).dicts()]
