"""A run in figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dateline.expectations.history import HISTORY_RULES
from dateline.transforms.schema.operations import Run
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.own_queries import look_up
from dateline.warehouse.publish.quarantine import FAILURES, WAIVERS
from dateline.warehouse.read.run_rows import rows_of_run


@dataclass(frozen=True, slots=True)
class Problem:
    """Pages that a run quarantined for one reason: how many, one of them, and the waiver.

    A page that a run met once more and did not try again is not among them.
    """

    reason: str
    page_count: int
    example: str
    detail: str
    waived_until: date | None
    waived_by: str | None


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A rule that did not hold in a run, and how many rows break it."""

    rule: str
    severity: str
    table_name: str
    failed_count: int
    example: str | None

    @property
    def is_of_history(self) -> bool:
        """Whether the rule compares sources with their past, and counts them."""
        return self.rule in {rule.name for rule in HISTORY_RULES}


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in figures; counts are of what the run brought, `lake_documents` of the whole lake.

    `unopened_files` are those whose pages the lake has, since no run need read them again.
    """

    run: Run
    articles: int
    quotations: int
    people: int
    organisations: int
    places: int
    related_posts: int
    lines_by_label: dict[str, int]
    problems: Sequence[Problem]
    passed_checks: int
    failed_checks: Sequence[FailedCheck]
    lake: Path | str
    lake_documents: int
    snapshot_id: int
    unopened_files: int = 0


_PASSED = "(SELECT count(*) FROM ops.checks WHERE run_id = $1 AND passed) AS passed_checks"
_COUNTS = f"""
    WITH named AS (
        SELECT kind, count(DISTINCT entity_id) AS entities FROM {{mentions}} GROUP BY kind
    )
    SELECT
        (SELECT count(article_body) FROM {{articles}}) AS articles,
        (SELECT count(*) FROM {{quotes}}) AS quotations,
        coalesce((SELECT entities FROM named WHERE kind = 'person'), 0) AS people,
        coalesce((SELECT entities FROM named WHERE kind = 'organisation'), 0) AS organisations,
        coalesce((SELECT entities FROM named WHERE kind = 'place'), 0) AS places,
        (SELECT count(*) FROM {{related_posts}}) AS related_posts,
        (SELECT count(*) FROM documents) AS lake_documents, {_PASSED}
"""
_COUNTS_OF_NOTHING = f"""
    SELECT 0 AS articles, 0 AS quotations, 0 AS people, 0 AS organisations, 0 AS places,
        0 AS related_posts, (SELECT count(*) FROM documents) AS lake_documents, {_PASSED}
"""
_LINES_BY_LABEL = """
    SELECT label, count(*) AS line_count FROM {lines}
    GROUP BY label ORDER BY line_count DESC, label
"""
_SUMMED_TABLES = ("articles", "quotes", "mentions", "related_posts", "lines")


_PROBLEMS = f"""
    SELECT reason, count(*) AS page_count, any_value(detail) AS detail, min(source_id) AS example,
        any_value(until_date) AS waived_until, any_value(waived_by) AS waived_by
    FROM {FAILURES} LEFT JOIN {WAIVERS} USING (reason)
    WHERE run_id = $2 GROUP BY reason ORDER BY page_count DESC, reason
"""


_FAILED = """
    SELECT rule, severity, table_name, sum(failed_count)::BIGINT AS failed_count,
        any_value(examples[1]) AS example
    FROM ops.checks WHERE run_id = $1 AND NOT passed
    GROUP BY rule, severity, table_name ORDER BY severity, failed_count DESC, rule
"""


def summarise(lake: Lake, run: Run) -> Summary:
    """The figures of a run, read from the lake."""

    def rows(sql: str) -> list[dict[str, Any]]:
        return list(look_up(lake, sql, [run.run_id]).dicts())

    counts_sql, labels = _COUNTS_OF_NOTHING, []
    # A run without a batch has published nothing that could be counted.
    if run.batch_count:
        brought = rows_of_run(lake, run.run_id, run.batch_count, _SUMMED_TABLES)
        counts_sql = _COUNTS.format(**brought)
        labels = list(look_up(lake, _LINES_BY_LABEL.format(**brought)))
    (counts,) = rows(counts_sql)
    return Summary(
        run=run,
        lines_by_label=dict(labels),
        problems=problems_of(lake, run) if run.quarantined_count + run.rejected_count else (),
        failed_checks=[FailedCheck(**row) for row in rows(_FAILED)],
        lake=lake.address if isinstance(lake.address, Path) else str(lake.address),
        snapshot_id=lake.snapshot_id,
        **counts,
    )


def problems_of(lake: Lake, run: Run) -> list[Problem]:
    """Why pages were quarantined by a run, for the first time or again, the most frequent first."""
    rows = lake.rows(_PROBLEMS, [run.finished_at.date(), run.run_id]).dicts()
    return [Problem(**row) for row in rows]
