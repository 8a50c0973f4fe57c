"""What must hold of a day when it is compared with the days before it, by source and over all.

The rules are evaluated on `ops.measures`, a few rows a batch: pages are only looked at for examples
of anomalies. No clock is read; the day is passed in. Where a source has enough of a past,
`expectations.past` compares it with `expectations.baselines`, and docs/explanation/history.md says
how and why. Both need NumPy, which a run with nothing to compare does not wait for.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal, TypeAlias

import duckdb

from dateline.expectations.locations import Location, statement_location
from dateline.transforms.schema.closed_sets import Severity
from dateline.warehouse.catalog.parameters import execute

ALL_SOURCES = "*"
WINDOW_DAYS = 56
LEAST_DAYS = 7

Scale: TypeAlias = Literal["rate", "share"]
Side: TypeAlias = Literal["high", "low", "both"]


@dataclass(frozen=True, slots=True)
class HistoryRule:
    """One thing that must hold of each source's day, by the source's own past.

    `hits` and `unit` say which column of `ops.measures` is looked at, and how a person reads it.
    """

    name: str
    meaning: str
    hits: str
    unit: str
    scale: Scale = "rate"
    side: Side = "both"
    location: Location = field(default_factory=statement_location, compare=False)

    table: str = field(default="ops.measures", init=False)
    severity: Severity = field(default=Severity.WARNING, init=False)


TOO_MANY_PAGES = HistoryRule(
    "history.too_many_pages",
    "A source brings no more pages on a day than it usually does on days with pages.",
    "page_count",
    "pages",
)
TOO_FEW_PAGES = HistoryRule(
    "history.too_few_pages",
    "A source brought no fewer pages on the day before than it usually does.",
    "page_count",
    "pages",
)
MISSING_SOURCE = HistoryRule(
    "history.missing_source",
    "A source that brings pages regularly brought some on the day before.",
    "page_count",
    "pages",
)
NEW_SOURCE = HistoryRule(
    "history.new_source",
    "Pages come from sources that are known.",
    "page_count",
    "pages",
)
SHAPE_RULES = (
    HistoryRule(
        "history.without_headline",
        "No more of a source's pages are without a headline than usually.",
        "without_headline_count",
        "of pages without a headline",
        "share",
        "high",
    ),
    HistoryRule(
        "history.without_date",
        "No more of a source's pages are without a date of publication than usually.",
        "without_date_count",
        "of pages without a date",
        "share",
        "high",
    ),
    HistoryRule(
        "history.without_body",
        "No more of a source's pages are without an article than usually.",
        "without_body_count",
        "of pages without an article",
        "share",
        "high",
    ),
    HistoryRule(
        "history.body_share",
        "The share of a source's pages that is body is about what it usually is.",
        "body_share_total",
        "of a page is body",
        "share",
    ),
    HistoryRule(
        "history.unknown_lines",
        "No more of the lines of a source's pages are unknown (`other`) than usually.",
        "other_share_total",
        "of a page's lines are unknown",
        "share",
        "high",
    ),
    HistoryRule(
        "history.quotations",
        "A source's pages hold about as many quotations as they usually do.",
        "quotation_count",
        "quotations a page",
    ),
)
HISTORY_RULES = (MISSING_SOURCE, TOO_FEW_PAGES, TOO_MANY_PAGES, *SHAPE_RULES, NEW_SOURCE)
_OF_PAST = tuple(rule for rule in HISTORY_RULES if rule is not NEW_SOURCE)


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A source that is far from its baseline: on which day, and in words by how much.

    `distance` is in robust standard deviations; `day_count` says how many days the baseline is
    the median of. `source` is a name from outside, or `*` for all sources together.
    """

    source: str
    day: date
    said: str
    page_count: int
    value: float
    baseline: float
    distance: float
    day_count: int
    document_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryResult:
    """One rule's result on a day, with a count of the sources that could be compared.

    It has what `expectations.audit.AuditResult` has for a reader; rows are sources here. The
    anomalies are in the order of their pages, the most first, but all sources together come last.
    """

    rule: HistoryRule
    checked_count: int
    anomalies: tuple[Anomaly, ...]

    @property
    def passed(self) -> bool:
        """Whether no source is anomalous."""
        return not self.anomalies

    @property
    def failed_count(self) -> int:
        """How many sources are anomalous."""
        return len(self.anomalies)

    def examples(self, limit: int = 5) -> tuple[str, ...]:
        """The first few anomalies, as JSON objects."""
        return tuple(
            json.dumps(
                {
                    "source": anomaly.source,
                    "said": anomaly.said,
                    "day": anomaly.day.isoformat(),
                    "page_count": anomaly.page_count,
                    "value": round(anomaly.value, 4),
                    "baseline": round(anomaly.baseline, 4),
                    "distance": round(anomaly.distance, 1),
                    "day_count": anomaly.day_count,
                    "document_ids": anomaly.document_ids,
                },
                ensure_ascii=False,
            )
            for anomaly in self.anomalies[:limit]
        )


MEASURED_COLUMNS = ("page_count", *(rule.hits for rule in SHAPE_RULES))
_DAILY = f"""
    WITH daily AS (
        SELECT coalesce(m.source, '{ALL_SOURCES}') AS source, (m.day - $first)::BIGINT AS day,
            {", ".join(f"sum({column})::DOUBLE AS {column}" for column in MEASURED_COLUMNS)}
        FROM ops.measures AS m
        WHERE m.day BETWEEN $first AND $day
        GROUP BY GROUPING SETS ((m.source, m.day), (m.day))
    )
    FROM daily
    QUALIFY count(*) FILTER (WHERE day < $day::DATE - $first::DATE) OVER (PARTITION BY source)
        >= {LEAST_DAYS}
    ORDER BY sum(page_count) OVER (PARTITION BY source) DESC, source, day
"""
# The first run has the least run_id: they sort by time.
_NEW = f"""
    SELECT source, sum(page_count)::BIGINT AS page_count
    FROM ops.measures WHERE day <= $day
    GROUP BY source
    HAVING min(day) = $day AND ($run_id IS NULL OR min(run_id) = $run_id)
        AND (SELECT count(DISTINCT day) FROM ops.measures WHERE day < $day) >= {LEAST_DAYS}
    ORDER BY page_count DESC, source
"""


def figure(rule: HistoryRule, value: float) -> str:
    """A value of a rule's measure as a person reads it: `40 %`, `12`, `3.2`."""
    if rule.scale == "share":
        return f"{value:.0%}".replace("%", " %")
    return f"{value:,.0f}" if rule.hits == "page_count" else f"{value:.1f}"


def days_until(day: date) -> tuple[date, ...]:
    """The days that are looked at, the compared one last."""
    return tuple(day - timedelta(days=ago) for ago in range(WINDOW_DAYS, -1, -1))


def daily_rows(connection: duckdb.DuckDBPyConnection, day: date) -> list[tuple[Any, ...]]:
    """The measures of every source with enough of a past, by source and day.

    A row has the source, the index of the day, and the values of `MEASURED_COLUMNS`; the sources
    with the most pages come first.
    """
    first = day - timedelta(days=WINDOW_DAYS)
    return execute(connection, _DAILY, {"first": first, "day": day}).fetchall()


def audit_history(
    connection: duckdb.DuckDBPyConnection, day: date, *, run_id: str | None = None
) -> tuple[HistoryResult, ...]:
    """Compare a day with the days before it; a rule is silent where too little is known.

    A day that goes on can be compared: what it has not brought yet is not held against it. What the
    day before did not bring is.

    Args:
        connection: where `ops.measures` is.
        day: the day (UTC) to compare.
        run_id: the run that is told about sources first seen by it; None for those of the day.

    Returns:
        A result for each of `HISTORY_RULES`, in their order.
    """
    rows = daily_rows(connection, day)
    new = execute(connection, _NEW, {"day": day, "run_id": run_id}).fetchall()
    results = _compared(rows, day) if rows else [HistoryResult(rule, 0, ()) for rule in _OF_PAST]
    anomalies = tuple(
        Anomaly(source, day, f"first seen, with {count:,} pages", count, count, 0, 0, 0)
        for source, count in new
    )
    return (*results, HistoryResult(NEW_SOURCE, len(new), anomalies))


def _compared(rows: Sequence[tuple[Any, ...]], day: date) -> list[HistoryResult]:
    from dateline.expectations.past import history_in

    history = history_in(rows, day)
    return [history.result(rule) for rule in _OF_PAST]
