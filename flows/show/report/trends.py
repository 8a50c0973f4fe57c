"""The trends of a lake, as the charts of a report."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from dateline.flows.jobs.trends import (
    RULE_LIMIT,
    SOURCE_LIMIT,
    DailyFailures,
    DailyOutcomes,
    DailySource,
    Trends,
)
from dateline.flows.show.report.charts import (
    Chart,
    ChartRow,
    Series,
    bar_rows,
    line_grid,
    stacked_bars,
)
from dateline.transforms.schema.closed_sets import PageOutcome

_OUTCOME_COLOURS = dict(zip(PageOutcome, ("#3b7a57", "#9aa5b1", "#d08b2c", "#b3403a"), strict=True))
_SOURCE_MEASURES = {
    "page_count": "pages",
    "without_headline_share": "without headline",
    "without_date_share": "without date",
    "without_body_share": "without body",
    "body_share": "body share",
    "quotations_per_page": "quotations per page",
}
_Daily = TypeVar("_Daily", DailySource, DailyFailures)


def charts_of(trends: Trends) -> list[Chart]:
    """The charts that have something to show."""
    charts = []
    if trends.outcomes:
        charts.append(_outcomes_chart(trends.outcomes))
    if trends.sources:
        charts.append(_sources_chart(trends.sources))
    if trends.failures:
        charts.append(_failures_chart(trends.failures))
    return charts


def _outcomes_chart(rows: Sequence[DailyOutcomes]) -> Chart:
    return stacked_bars(
        "Pages",
        "by day and outcome.",
        [
            Series(
                outcome.replace("_", " "),
                {row.day: row.page_counts[outcome] for row in rows},
                colour=colour,
            )
            for outcome, colour in _OUTCOME_COLOURS.items()
        ],
    )


def _sources_chart(rows: Sequence[DailySource]) -> Chart:
    return line_grid(
        "Sources",
        f"by day, the {SOURCE_LIMIT} with the most pages; shares range from 0 to 1.",
        [
            ChartRow(
                source,
                [
                    Series(name, _by_day(days, measure), is_share=measure.endswith("_share"))
                    for measure, name in _SOURCE_MEASURES.items()
                ],
            )
            for source, days in _grouped(rows, "source")
        ],
    )


def _failures_chart(rows: Sequence[DailyFailures]) -> Chart:
    return bar_rows(
        "Failed rules",
        f"failing rows by day; the {RULE_LIMIT} rules that failed last.",
        [Series(rule, _by_day(days, "failed_count")) for rule, days in _grouped(rows, "rule")],
    )


def _grouped(rows: Iterable[_Daily], field: str) -> Iterator[tuple[str, list[_Daily]]]:
    for value, days in groupby(rows, key=attrgetter(field)):
        yield value, list(days)


def _by_day(rows: Iterable[_Daily], field: str) -> dict[date, float]:
    return {row.day: getattr(row, field) for row in rows}
