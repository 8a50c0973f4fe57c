"""The trends of a lake, as the charts of a report, or in words."""

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
from dateline.flows.show.terminal import plural
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
    """The charts of what has two days or more; `remarks_of` says the rest in words."""
    charts = []
    if len(trends.outcomes) > 1:
        charts.append(_outcomes_chart(trends.outcomes))
    if sources := _of_several_days(trends.sources, "source"):
        charts.append(_sources_chart(sources))
    if failures := _of_several_days(trends.failures, "rule"):
        charts.append(_failures_chart(failures))
    return charts


def remarks_of(trends: Trends) -> list[str]:
    """Sentences on what has a single day, of which a chart would show a dot."""
    remarks = []
    if len(trends.outcomes) == 1:
        (only,) = trends.outcomes
        counts = ", ".join(
            f"{count:,} {outcome.replace('_', ' ')}"
            for outcome, count in only.page_counts.items()
            if count
        )
        remarks.append(f"All pages are of one day, {only.day}: {counts or 'none'}.")
    remarks += [
        f"{source} has one day, {day.day}: {plural(day.page_count, 'page')}, "
        f"{day.without_headline_share:.0%} without headline, {day.without_date_share:.0%} without "
        f"date, {day.without_body_share:.0%} without body."
        for source, (day,) in _of_one_day(trends.sources, "source")
    ]
    remarks += [
        f"{rule} failed on one day, {day.day}: {plural(day.failed_count, 'row')}."
        for rule, (day,) in _of_one_day(trends.failures, "rule")
    ]
    return remarks


def _of_several_days(rows: Iterable[_Daily], field: str) -> list[tuple[str, list[_Daily]]]:
    return [(name, days) for name, days in _grouped(rows, field) if len(days) > 1]


def _of_one_day(rows: Iterable[_Daily], field: str) -> list[tuple[str, list[_Daily]]]:
    return [(name, days) for name, days in _grouped(rows, field) if len(days) == 1]


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


def _sources_chart(sources: Sequence[tuple[str, list[DailySource]]]) -> Chart:
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
            for source, days in sources
        ],
    )


def _failures_chart(rules: Sequence[tuple[str, list[DailyFailures]]]) -> Chart:
    return bar_rows(
        "Failed rules",
        f"failing rows by day; the {RULE_LIMIT} rules that failed last.",
        [Series(rule, _by_day(days, "failed_count")) for rule, days in rules],
    )


def _grouped(rows: Iterable[_Daily], field: str) -> Iterator[tuple[str, list[_Daily]]]:
    for value, days in groupby(rows, key=attrgetter(field)):
        yield value, list(days)


def _by_day(rows: Iterable[_Daily], field: str) -> dict[date, float]:
    return {row.day: getattr(row, field) for row in rows}
