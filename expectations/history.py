"""What must hold of a day when it is compared with the days before it, by source and over all.

The rules are evaluated on `ops.measures`, a few rows a batch: pages are only looked at for examples
of anomalies. No clock is read; the day is passed in. `expectations.baselines` computes baselines,
and docs/explanation/history.md says how and why.
"""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, TypeAlias

import duckdb
import numpy as np
from numpy.typing import NDArray

from dateline.expectations.baselines import (
    LEAST_DAYS,
    LEAST_PAGES,
    RAREST_SILENCE,
    Comparison,
    Grid,
    Mask,
    Scale,
    compare,
    silence,
)
from dateline.expectations.locations import Location, statement_location
from dateline.transforms.schema.closed_sets import Severity
from dateline.warehouse.catalog.parameters import execute

ALL_SOURCES = "*"
WINDOW_DAYS = 56
# A source that stays away longer is gone, not missing: the warning has been seen.
LONGEST_SILENCE = 7

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


_MEASURED_COLUMNS = ("page_count", *(rule.hits for rule in SHAPE_RULES))
_DAILY = f"""
    WITH daily AS (
        SELECT coalesce(m.source, '{ALL_SOURCES}') AS source, (m.day - $first)::BIGINT AS day,
            {", ".join(f"sum({column})::DOUBLE AS {column}" for column in _MEASURED_COLUMNS)}
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


@dataclass(frozen=True)
class History:
    """The last eight weeks of every source with enough of a past, up to the day that is compared.

    `grids` holds, by column of `ops.measures`, a row for each source and a column for each of
    `days`; the sources with the most pages come first, all sources together being one of them.
    """

    sources: tuple[str, ...]
    days: tuple[date, ...]
    grids: dict[str, Grid]

    @property
    def pages(self) -> Grid:
        """Pages by source and day."""
        return self.grids["page_count"]

    @cached_property
    def _weekdays(self) -> NDArray[np.int64]:
        return np.array([day.weekday() for day in self.days])

    @cached_property
    def _is_known(self) -> Mask:
        """The days since the window's first one with pages, by source."""
        known: Mask = np.logical_or.accumulate(self.pages > 0, axis=1)
        return known

    @cached_property
    def _is_all(self) -> Mask:
        return np.array([source == ALL_SOURCES for source in self.sources], bool)

    @property
    def _yesterday(self) -> int:
        return len(self.days) - 2

    def _before(self, day: int) -> Mask:
        before: Mask = np.arange(len(self.days)) < day
        return before

    def _has_past(self, day: int) -> Mask:
        enough: Mask = (self.pages[:, :day] > 0).sum(axis=1) >= LEAST_DAYS
        return enough

    @property
    def _lake_is_silent(self) -> Mask:
        """Days on which nothing came at all; they tell of the lake, not of a source."""
        silent: Mask = np.all(self.pages == 0, axis=0)
        return silent

    def comparison(self, rule: HistoryRule) -> tuple[Comparison, Mask]:
        """How each source's day stands by a rule, and which sources are anomalous."""
        if rule is TOO_FEW_PAGES or rule is MISSING_SOURCE:
            return self._compared_day_before(rule)
        today = len(self.days) - 1
        is_past = self._before(today) & (self.pages > 0)
        hits = self.grids[rule.hits]
        trials = np.ones_like(hits) if rule is TOO_MANY_PAGES else self.pages
        comparison = compare(hits, trials, is_past, self._weekdays, today, scale=rule.scale)
        is_anomalous = comparison.is_far & (self.pages[:, today] >= LEAST_PAGES)
        if rule is TOO_MANY_PAGES or rule.side == "high":
            is_anomalous &= comparison.distance > 0
        return comparison, is_anomalous

    def _compared_day_before(self, rule: HistoryRule) -> tuple[Comparison, Mask]:
        """A day can only be found wanting once it is over."""
        day = self._yesterday
        is_past = self._is_known & self._before(day)
        comparison = compare(
            self.pages, np.ones_like(self.pages), is_past, self._weekdays, day, scale="rate"
        )
        can_tell = self._has_past(day) & (self._is_all | ~self._lake_is_silent[day])
        is_low = can_tell & comparison.is_far & (comparison.distance < 0)
        is_silent = self.pages[:, day] == 0
        if rule is TOO_FEW_PAGES:
            return comparison, is_low & ~is_silent
        is_counted = self._is_known & (self._is_all[:, None] | ~self._lake_is_silent)
        chance = silence(self.pages, is_counted, self._weekdays, day)
        is_recent = (self.pages[:, max(day - LONGEST_SILENCE, 0) : day] > 0).any(axis=1)
        is_missing = is_low | (can_tell & (chance < RAREST_SILENCE))
        return comparison, is_missing & is_silent & is_recent

    def result(self, rule: HistoryRule) -> HistoryResult:
        """The result of a rule on the day."""
        if not self.sources:
            return HistoryResult(rule, 0, ())
        comparison, is_anomalous = self.comparison(rule)
        day = self._yesterday if rule in (TOO_FEW_PAGES, MISSING_SOURCE) else len(self.days) - 1
        # What a source says is more than what all say together: these come last.
        rows = sorted(np.flatnonzero(is_anomalous), key=lambda row: bool(self._is_all[row]))
        anomalies = tuple(
            Anomaly(
                source=self.sources[row],
                day=self.days[day],
                said=_said(rule, comparison, int(row), self.days[day]),
                page_count=int(self.pages[row, day]),
                value=float(comparison.value[row]),
                baseline=float(comparison.baseline[row]),
                distance=float(comparison.distance[row]),
                day_count=int(comparison.day_count[row]),
            )
            for row in rows
        )
        return HistoryResult(rule, int(comparison.is_compared.sum()), anomalies)


def figure(rule: HistoryRule, value: float) -> str:
    """A value of a rule's measure as a person reads it: `40 %`, `12`, `3.2`."""
    if rule.scale == "share":
        return f"{value:.0%}".replace("%", " %")
    return f"{value:,.0f}" if rule.hits == "page_count" else f"{value:.1f}"


def days_compared(comparison: Comparison, row: int, day: date) -> str:
    """How many days the baseline is the median of: `12 days`, `4 Sundays`."""
    return (
        f"{comparison.day_count[row]} {f'{day:%A}s' if comparison.is_by_weekday[row] else 'days'}"
    )


def _said(rule: HistoryRule, comparison: Comparison, row: int, day: date) -> str:
    value, baseline = figure(rule, comparison.value[row]), figure(rule, comparison.baseline[row])
    compared = days_compared(comparison, row, day)
    return f"{value} {rule.unit} on {day}, usually {baseline} (median of {compared})"


def history_of(connection: duckdb.DuckDBPyConnection, day: date) -> History:
    """Read the past of a day from `ops.measures`."""
    days = tuple(day - timedelta(days=ago) for ago in range(WINDOW_DAYS, -1, -1))
    rows = execute(connection, _DAILY, {"first": days[0], "day": day}).fetchall()
    sources = {source: index for index, source in enumerate(dict.fromkeys(row[0] for row in rows))}
    cells = [sources[row[0]] for row in rows], [row[1] for row in rows]
    grids = {}
    for index, column in enumerate(_MEASURED_COLUMNS, start=2):
        grids[column] = np.zeros((len(sources), len(days)))
        grids[column][cells] = [row[index] for row in rows]
    return History(tuple(sources), days, grids)


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
    history = history_of(connection, day)
    new = execute(connection, _NEW, {"day": day, "run_id": run_id}).fetchall()
    results = [history.result(rule) for rule in HISTORY_RULES if rule is not NEW_SOURCE]
    anomalies = tuple(
        Anomaly(source, day, f"first seen, with {count:,} pages", count, count, 0, 0, 0)
        for source, count in new
    )
    return (*results, HistoryResult(NEW_SOURCE, len(new), anomalies))
