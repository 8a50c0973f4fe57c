"""`dateline report`: a run and its lake, read for a report."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import orjson

from dateline.expectations.history import HISTORY_RULES
from dateline.expectations.rules import Rule
from dateline.flows.jobs.explain import Explanation, explanation
from dateline.flows.jobs.open_lakes import open_to_read
from dateline.flows.jobs.rules import rules_for
from dateline.flows.jobs.summary import FailedCheck, Summary, summarise
from dateline.flows.jobs.trends import Trends, trends_of
from dateline.flows.settings import Settings
from dateline.transforms.schema.operations import Run
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.records import records_of
from dateline.warehouse.errors import UsageError
from dateline.warehouse.publish.quarantine import CURRENT, WAIVERS

HEADLINE_LIMIT = 10
_CHECKS_READ = 50
_REASONS_READ = 50
_EXAMPLES_READ = 5


class NoSuchRunError(UsageError):
    """The lake has no finished run, or none with the id."""


@dataclass(frozen=True, slots=True)
class FailedRule:
    """A rule that failed in the run; `examples` are keys of rows, as JSON objects."""

    check: FailedCheck
    meaning: str
    examples: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReasonCounts:
    """The quarantined pages of the lake with one reason, that of their last retry.

    `open_count` counts those that are neither resolved nor expired; `first_at` and `last_at` are
    the times (UTC) at which the first and the last of them were quarantined.
    """

    reason: str
    page_count: int
    open_count: int
    waived_until: date | None
    first_at: datetime
    last_at: datetime
    example: str
    detail: str


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline of an article that the run loaded, its outlet and its date in EDTF."""

    headline: str
    publisher: str | None
    date_published_text: str | None


@dataclass(frozen=True, slots=True)
class SamplePage:
    """A page of the lake, and why the report shows it."""

    why: str
    page: Explanation


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a report on a run shows."""

    summary: Summary
    headlines: Sequence[Headline]
    failed_rules: Sequence[FailedRule]
    trends: Trends
    quarantine: Sequence[ReasonCounts]
    sample_pages: Sequence[SamplePage]

    @property
    def run(self) -> Run:
        """The run."""
        return self.summary.run


_RUN = "FROM ops.runs WHERE $1 IS NULL OR run_id = $1 ORDER BY started_at DESC, run_id DESC LIMIT 1"
_EXAMPLE_KEYS = """
    SELECT rule, flatten(list(examples ORDER BY batch_id)) AS examples
    FROM ops.checks WHERE run_id = $1 AND NOT passed GROUP BY rule ORDER BY rule
"""
_QUARANTINE = f"""
    SELECT reason, count(*) AS page_count,
        count(*) FILTER (state = 'open') AS open_count, any_value(until_date) AS waived_until,
        min(quarantined_at) AS first_at, max(quarantined_at) AS last_at,
        arg_max(source_id, quarantined_at) AS example, arg_max(detail, quarantined_at) AS detail
    FROM {CURRENT} LEFT JOIN {WAIVERS} USING (reason)
    GROUP BY reason
    ORDER BY open_count DESC, page_count DESC, reason LIMIT $2
"""
_HEADLINES = """
    SELECT headline, publisher, date_published_text FROM articles
    SEMI JOIN (SELECT document_id FROM documents WHERE run_id = $1) USING (document_id)
    WHERE headline IS NOT NULL ORDER BY date_published DESC NULLS LAST, document_id LIMIT $2
"""
# The pages with the most kinds of lines show the most.
_TYPICAL_PAGES = """
    SELECT document_id FROM lines
    SEMI JOIN (SELECT document_id FROM documents WHERE run_id = $1) USING (document_id)
    GROUP BY document_id ORDER BY count(DISTINCT label) DESC, document_id LIMIT $2
"""


def read_report(settings: Settings, run_id: str | None, *, page_count: int) -> Report:
    """Read a report on a run from the lake.

    Args:
        settings: the folder of the lake, and the rules in effect.
        run_id: the run; None for the latest.
        page_count: maximum sample pages.

    Raises:
        NoSuchRunError: the run does not exist.
        RuleError: a custom rule is invalid.
        LakeError: the lake cannot be read.
    """
    rules = rules_for(settings)
    with open_to_read(settings) as lake:
        today = datetime.now(UTC).date()
        return report_of(lake, run_id, rules=rules, day=today, page_count=page_count)


def report_of(
    lake: Lake, run_id: str | None, *, rules: Sequence[Rule], day: date, page_count: int
) -> Report:
    """Read a report on a run from an open lake.

    Args:
        lake: an open lake.
        run_id: the run; None for the latest.
        rules: the rules in effect, for their meanings.
        day: the day (UTC) for which waivers are reported.
        page_count: maximum sample pages.

    Raises:
        NoSuchRunError: the run does not exist.
    """
    run = _run(lake, run_id)
    summary = summarise(lake, run)
    failed_rules = _failed_rules(lake, summary, rules)
    samples = _sample_documents(lake, run, failed_rules, page_count)
    headlines = list(lake.rows(_HEADLINES, [run.run_id, HEADLINE_LIMIT]).dicts())
    reasons = list(lake.rows(_QUARANTINE, [day, _REASONS_READ]).dicts())
    return Report(
        summary=summary,
        headlines=[Headline(**row) for row in headlines],
        failed_rules=failed_rules,
        trends=trends_of(lake),
        quarantine=[ReasonCounts(**row) for row in reasons],
        sample_pages=[
            SamplePage(why, explanation(lake, document_id)) for document_id, why in samples.items()
        ],
    )


def _run(lake: Lake, run_id: str | None) -> Run:
    rows = records_of(Run, lake.rows(_RUN, [run_id]).dicts())
    if not rows:
        missing = "the lake has no finished run" if run_id is None else f"no run {run_id!r}"
        raise NoSuchRunError(f"{missing}; `dateline runs` lists the runs")
    return rows[0]


def _failed_rules(lake: Lake, summary: Summary, rules: Sequence[Rule]) -> list[FailedRule]:
    rows = lake.rows(_EXAMPLE_KEYS, [summary.run.run_id]).dicts()
    examples: Mapping[str, list[str]] = {row["rule"]: row["examples"] for row in rows}
    meanings = {rule.name: rule.meaning for rule in rules}
    meanings |= {rule.name: rule.meaning for rule in HISTORY_RULES}
    return [
        FailedRule(
            check, meanings.get(check.rule, ""), examples.get(check.rule, [])[:_EXAMPLES_READ]
        )
        for check in summary.failed_checks[:_CHECKS_READ]
    ]


def _sample_documents(
    lake: Lake, run: Run, failed_rules: Sequence[FailedRule], page_count: int
) -> dict[str, str]:
    """Why to show a page, by document_id: first pages that fail a rule, then typical ones."""
    samples: dict[str, str] = {}
    for failed in failed_rules:
        published = sorted(lake.known_documents(list(_document_ids(failed.examples))))
        for document_id in published[:1]:
            samples.setdefault(document_id, f"fails {failed.check.rule}")
    for row in lake.rows(_TYPICAL_PAGES, [run.run_id, page_count]).dicts():
        samples.setdefault(row["document_id"], "loaded by this run")
    return dict(list(samples.items())[:page_count])


def _document_ids(examples: Sequence[str]) -> Iterator[str]:
    for example in examples:
        key = orjson.loads(example)
        # The key of an anomaly names several pages.
        for document_id in (key.get("document_id"), *key.get("document_ids", ())):
            if isinstance(document_id, str):
                yield document_id
