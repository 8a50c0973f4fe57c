"""The history of a lake: how a day stands by the days before it, for a run and for a person."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from dateline.expectations.history import (
    ALL_SOURCES,
    HISTORY_RULES,
    LEAST_DAYS,
    MISSING_SOURCE,
    NEW_SOURCE,
    TOO_FEW_PAGES,
    TOO_MANY_PAGES,
    WINDOW_DAYS,
    HistoryResult,
    HistoryRule,
    audit_history,
)
from dateline.flows.jobs.run_ledger import check_row
from dateline.transforms.schema.operations import Check, Run
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.measures import example_pages
from dateline.warehouse.catalog.parameters import execute
from dateline.warehouse.errors import UsageError

if TYPE_CHECKING:
    from dateline.expectations.past import History

_EXAMPLES = 5
_DAY_BEFORE = (MISSING_SOURCE, TOO_FEW_PAGES)


class NoSuchSourceError(UsageError):
    """A source that was asked for and has no history."""


def history_results(
    lake: Lake, day: date, *, run_id: str | None = None
) -> tuple[HistoryResult, ...]:
    """Compare a day with its baseline, and find pages that show the anomalies.

    Args:
        lake: the lake.
        day: the day (UTC) to compare; it may not be over yet.
        run_id: the run that is told about sources first seen by it; None for those of the day.
    """
    results = audit_history(lake.connection, day, run_id=run_id)
    return tuple(_with_examples(lake, result) for result in results)


def _with_examples(lake: Lake, result: HistoryResult) -> HistoryResult:
    first, others = result.anomalies[:_EXAMPLES], result.anomalies[_EXAMPLES:]
    if not first:
        return result
    found = example_pages(
        lake.connection,
        first[0].day,
        [anomaly.source for anomaly in first],
        result.rule.hits,
    )
    shown = [replace(anomaly, document_ids=found.get(anomaly.source, ())) for anomaly in first]
    return replace(result, anomalies=(*shown, *others))


def history_checks(lake: Lake, run: Run) -> list[Check]:
    """The results on the days on which a run loaded pages, or else on the day of its end.

    A rule without anything to compare has no row.
    """
    rows = execute(
        lake.connection,
        "SELECT DISTINCT day FROM ops.measures WHERE run_id = ? ORDER BY day",
        [run.run_id],
    ).fetchall()
    days = [day for (day,) in rows] or [run.finished_at.date()]
    return [
        check_row(result, run_id=run.run_id, batch_id=f"{run.run_id}-{day}", at=run.finished_at)
        for day in days
        for result in history_results(lake, day, run_id=run.run_id)
        if result.checked_count
    ]


@dataclass(frozen=True, slots=True)
class MeasuredSource:
    """One measure of one source: its last days, and how the compared one stands.

    `values` has None for days without pages; `baseline` is the median of `compared_with`. `day` is
    the compared day or, for what can only be told of a day that is over, the day before.
    """

    rule: str
    day: date
    value: float
    baseline: float
    distance: float
    compared_with: str
    is_compared: bool
    is_anomalous: bool
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class SourceHistory:
    """The last days of one source, `*` being all sources together."""

    source: str
    days: tuple[date, ...]
    pages: tuple[int, ...]
    measures: tuple[MeasuredSource, ...]

    @property
    def anomalies(self) -> tuple[str, ...]:
        """The rules that it is_anomalous by."""
        return tuple(measure.rule for measure in self.measures if measure.is_anomalous)


def source_histories(lake: Lake, day: date, source: str | None = None) -> list[SourceHistory]:
    """Every source with enough of a past, those with anomalies first, then by their pages.

    Args:
        lake: the lake.
        day: the day (UTC) to compare.
        source: the only source to tell about.

    Raises:
        NoSuchSourceError: that source has no history.
    """
    from dateline.expectations.past import history_of

    history = history_of(lake.connection, day)
    if source is not None and source not in history.sources:
        raise NoSuchSourceError(
            f"the source {source!r} has no history: it brought pages on fewer than {LEAST_DAYS} of "
            f"the {WINDOW_DAYS} days before {day}; `dateline history` lists the "
            "sources that have one"
        )
    found = [
        SourceHistory(name, history.days, tuple(map(int, pages)), measures)
        for name, pages, measures in zip(
            history.sources, history.pages, _measures(history), strict=True
        )
        if source in (None, name)
    ]
    return sorted(found, key=lambda row: (row.source != ALL_SOURCES, not row.anomalies))


def _measures(history: "History") -> list[tuple[MeasuredSource, ...]]:
    """By source, how it stands by each rule."""
    if not history.sources:
        return []
    return list(
        zip(
            *(_by_rule(history, rule) for rule in HISTORY_RULES if rule is not NEW_SOURCE),
            strict=True,
        )
    )


def _by_rule(history: "History", rule: HistoryRule) -> list[MeasuredSource]:
    from dateline.expectations.baselines import ratio
    from dateline.expectations.past import days_compared

    compared, is_anomalous = history.comparison(rule)
    day = history.days[-2 if rule in _DAY_BEFORE else -1]
    has_pages = history.pages > 0
    is_volume = rule in (*_DAY_BEFORE, TOO_MANY_PAGES)
    hits = history.grids[rule.hits]
    values = hits if is_volume else ratio(hits, history.pages)
    shown = has_pages | is_volume
    return [
        MeasuredSource(
            rule=rule.name,
            day=day,
            value=float(compared.value[row]),
            baseline=float(compared.baseline[row]),
            distance=float(compared.distance[row]),
            compared_with=days_compared(compared, row, day),
            is_compared=bool(compared.is_compared[row]),
            is_anomalous=bool(is_anomalous[row]),
            values=tuple(
                float(value) if is_shown else None
                for value, is_shown in zip(values[row], shown[row], strict=True)
            ),
        )
        for row in range(len(history.sources))
    ]
