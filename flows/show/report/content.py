"""What a report shows: a run, its accounts, what failed, the past, the quarantine, some pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson

from expectations.history import HISTORY_RULES
from expectations.rules import Rule
from flows.jobs.explain import Explanation, explanation
from flows.jobs.summary import FailedCheck, summarise
from flows.show.highlights import Piece, marked_lines, spans
from flows.show.report.charts import Chart
from flows.show.report.past import charts_of
from flows.show.summary import accounts
from transforms.schema.closed_sets import PageOutcome
from transforms.schema.operations import Run
from warehouse.catalog.lake import Lake
from warehouse.publish.quarantine import CURRENT, WAIVERS

LINES_SHOWN = 300
_CHECKS_SHOWN = 50
_REASONS_SHOWN = 50


class NoSuchRunError(LookupError):
    """The lake has no run, or none of that name."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that did not hold in the run; `examples` are keys of rows, as JSON objects."""

    check: FailedCheck
    meaning: str
    examples: Sequence[str]


@dataclass(frozen=True, slots=True)
class Reason:
    """The pages of the lake that were set aside for one reason, and what became of them.

    It is the reason of the last time that they were tried.
    """

    reason: str
    severity: str
    page_count: int
    open_count: int
    waived_until: date | None
    first_at: datetime
    last_at: datetime
    example: str
    detail: str


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """One line of a page: its place, its label and what gave it, its text in pieces."""

    line_number: int
    label: str
    rule: str
    score: float
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class DrawnField:
    """One field of an article, and what it rests on."""

    name: str
    value: str
    basis: str


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page to look at: why this one, what it is, its first lines and its article's fields."""

    why: str
    source_id: str
    document_id: str
    url: str | None
    lines: Sequence[DrawnLine]
    lines_left_out: int
    fields: Sequence[DrawnField]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a report shows."""

    run: Run
    lake: str
    snapshot_id: int
    outcomes: Mapping[str, int]
    accounts: Sequence[tuple[str, str]]
    passed_checks: int
    failures: Sequence[Failure]
    charts: Sequence[Chart]
    quarantine: Sequence[Reason]
    pages: Sequence[DrawnPage]


_RUN = "FROM ops.runs WHERE $1 IS NULL OR run_id = $1 ORDER BY started_at DESC, run_id DESC LIMIT 1"
_EXAMPLES = """
    SELECT rule, flatten(list(examples ORDER BY batch_id)) AS examples
    FROM ops.checks WHERE run_id = $1 AND NOT passed GROUP BY rule ORDER BY rule
"""
_QUARANTINE = f"""
    SELECT reason, severity, count(*) AS page_count,
        count(*) FILTER (state = 'open') AS open_count, any_value(until_date) AS waived_until,
        min(set_aside_at) AS first_at, max(set_aside_at) AS last_at,
        arg_max(source_id, set_aside_at) AS example, arg_max(detail, set_aside_at) AS detail
    FROM {CURRENT} LEFT JOIN {WAIVERS} USING (reason)
    GROUP BY reason, severity
    ORDER BY open_count DESC, page_count DESC, reason, severity LIMIT $2
"""
# Many kinds of lines show more than few.
_TYPICAL = """
    SELECT document_id FROM lines
    SEMI JOIN (SELECT document_id FROM documents WHERE run_id = $1) USING (document_id)
    GROUP BY document_id ORDER BY count(DISTINCT label) DESC, document_id LIMIT $2
"""


def content_of(
    lake: Lake, run_id: str | None, *, rules: Sequence[Rule], day: date, page_count: int
) -> Content:
    """What a report on a run shows.

    Args:
        lake: an open lake.
        run_id: the run; None for the last one.
        rules: the rules that hold by now, for what they mean.
        day: the day (UTC) on which a waiver has to hold to be told.
        page_count: how many pages to draw, at most.

    Raises:
        NoSuchRunError: there is no such run.
    """
    run = _run(lake, run_id)
    summary = summarise(lake, run)
    examples = {
        row["rule"]: row["examples"] for row in lake.query(_EXAMPLES, [run.run_id]).to_pylist()
    }
    meanings = {rule.name: rule.meaning for rule in rules}
    meanings |= {rule.name: rule.meaning for rule in HISTORY_RULES}
    failures = [
        Failure(check, meanings.get(check.rule, ""), examples.get(check.rule, ())[:5])
        for check in summary.failed_checks[:_CHECKS_SHOWN]
    ]
    reasons = lake.query(_QUARANTINE, [day, _REASONS_SHOWN]).to_pylist()
    chosen = _chosen(lake, run, failures, page_count)
    return Content(
        run=run,
        lake=str(lake.folder),
        snapshot_id=lake.snapshot_id,
        outcomes={outcome: getattr(run, f"{outcome}_count") for outcome in PageOutcome},
        accounts=accounts(summary),
        passed_checks=summary.passed_checks,
        failures=failures,
        charts=charts_of(lake),
        quarantine=[Reason(**row) for row in reasons],
        pages=[_drawn(explanation(lake, name), why) for name, why in chosen.items()],
    )


def _run(lake: Lake, run_id: str | None) -> Run:
    rows = lake.query(_RUN, [run_id]).to_pylist()
    if not rows:
        named = "has no finished run yet" if run_id is None else f"has no run {run_id!r}"
        raise NoSuchRunError(f"the lake {named}; `dateline runs` lists them")
    (row,) = rows
    return Run(**row | {"inputs": tuple(row["inputs"])})


def _chosen(lake: Lake, run: Run, failures: Sequence[Failure], page_count: int) -> dict[str, str]:
    """The pages to draw, by document_id, with the reason; those that broke a rule come first."""
    chosen: dict[str, str] = {}
    for failure in failures:
        named = list(_documents(failure.examples))
        published = sorted(lake.known_documents(named))
        for document_id in published[:1]:
            chosen.setdefault(document_id, f"breaks {failure.check.rule}")
    typical = lake.query(_TYPICAL, [run.run_id, page_count])["document_id"].to_pylist()
    for document_id in typical:
        chosen.setdefault(document_id, "loaded by this run")
    return dict(list(chosen.items())[:page_count])


def _documents(examples: Sequence[str]) -> Iterator[str]:
    for example in examples:
        key = orjson.loads(example)
        # A departure from the past names several pages.
        for document_id in (key.get("document_id"), *key.get("document_ids", ())):
            if isinstance(document_id, str):
                yield document_id


def _drawn(explained: Explanation, why: str) -> DrawnPage:
    document = explained.document
    marks = spans(explained.quotes, explained.mentions)
    shown = explained.lines[:LINES_SHOWN]
    return DrawnPage(
        why=why,
        source_id=document["source_id"] or "",
        document_id=document["document_id"],
        url=document["url"],
        lines=[
            DrawnLine(line["line_number"], line["label"], line["rule"], line["score"], pieces)
            for line, pieces in marked_lines(document["text"], shown, marks)
        ],
        lines_left_out=len(explained.lines) - len(shown),
        fields=list(_fields(explained.article)) if explained.article else [],
    )


def _fields(article: Mapping[str, Any]) -> Iterator[DrawnField]:
    bases = {evidence["field"]: evidence["basis"] for evidence in article["evidence"]}
    for name, value in article.items():
        if name in {"document_id", "article_body", "evidence", "story_id"} or value in (None, []):
            continue
        said = "; ".join(value) if isinstance(value, list) else str(value)
        yield DrawnField(name, said, bases.get(name, ""))
