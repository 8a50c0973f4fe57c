"""The past of every source, and how a day stands by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from dateline.expectations.baselines import (
    LEAST_PAGES,
    RAREST_SILENCE,
    Comparison,
    Grid,
    Mask,
    compare,
    silence,
)
from dateline.expectations.history import (
    ALL_SOURCES,
    LEAST_DAYS,
    MEASURED_COLUMNS,
    MISSING_SOURCE,
    TOO_FEW_PAGES,
    TOO_MANY_PAGES,
    Anomaly,
    HistoryResult,
    HistoryRule,
    daily_rows,
    days_until,
    figure,
)

# A source that stays away longer is gone, not missing: the warning has been seen.
LONGEST_SILENCE = 7


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
    return history_in(daily_rows(connection, day), day)


def history_in(rows: Sequence[tuple[Any, ...]], day: date) -> History:
    """The past of a day, of the rows that `expectations.history.daily_rows` reads."""
    days = days_until(day)
    sources = {source: index for index, source in enumerate(dict.fromkeys(row[0] for row in rows))}
    cells = [sources[row[0]] for row in rows], [row[1] for row in rows]
    grids = {}
    for index, column in enumerate(MEASURED_COLUMNS, start=2):
        grids[column] = np.zeros((len(sources), len(days)))
        grids[column][cells] = [row[index] for row in rows]
    return History(tuple(sources), days, grids)
