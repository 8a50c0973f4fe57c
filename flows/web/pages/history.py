"""A day of loading, compared with the days before it, source by source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.expectations.history import HISTORY_RULES, HistoryRule, figure
from dateline.flows.jobs.history import SourceHistory, source_histories
from dateline.flows.web.charts import BarChart, bars_of
from dateline.flows.web.page import OptionalDay, OptionalWords, WebPage
from dateline.warehouse.catalog.lake import Lake

_MOST_SOURCES = 100
_DAYS_DRAWN = 28


@dataclass(frozen=True, slots=True)
class HistoryAnswer:
    """A day's comparison: the first 100 sources, those with anomalies first.

    `day` is None where the lake has loaded nothing.
    """

    day: date | None
    source_count: int
    sources: Sequence[SourceHistory]


def history(lake: Lake, day: OptionalDay = None, source: OptionalWords = None) -> HistoryAnswer:
    """How a day stands by the days before it; without one, the last on which pages were loaded.

    The first 100 sources, or one; `*` is all together. CSV has a row for each source and measure.
    """
    if day is None:
        ((day,),) = lake.rows("SELECT max(day) FROM ops.measures")
    if day is None:
        return HistoryAnswer(None, 0, ())
    found = source_histories(lake, day, source)
    return HistoryAnswer(day, len(found), found[:_MOST_SOURCES])


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A row of the table: a source by one measure."""

    source: str
    rule: str
    day: date
    value: float
    baseline: float
    distance: float
    compared_with: str
    is_compared: bool
    is_anomalous: bool


def _rows(answer: HistoryAnswer) -> Sequence[MeasureRow]:
    return [
        MeasureRow(
            *(source.source, it.rule, it.day, it.value, it.baseline, it.distance),
            *(it.compared_with, it.is_compared, it.is_anomalous),
        )
        for source in answer.sources
        for it in source.measures
    ]


@dataclass(frozen=True, slots=True)
class DrawnMeasure:
    """A measure in words, with its last four weeks as bars."""

    name: str
    value: str
    baseline: str
    distance: float
    is_anomalous: bool
    is_compared: bool
    bars: BarChart


@dataclass(frozen=True, slots=True)
class DrawnSource:
    """A source, with its pages of the last four weeks and its measures."""

    source: str
    page_count: int
    anomalies: Sequence[str]
    pages: BarChart
    measures: Sequence[DrawnMeasure]


def drawn_history(answer: HistoryAnswer) -> Sequence[DrawnSource]:
    """The sources as they are laid out."""
    rules = {rule.name: rule for rule in HISTORY_RULES}
    return [_drawn(source, rules) for source in answer.sources]


def _drawn(source: SourceHistory, rules: Mapping[str, HistoryRule]) -> DrawnSource:
    days = [f"{day}" for day in source.days]

    def bars(values: Sequence[float | None]) -> BarChart:
        return bars_of("day", list(zip(days, values, strict=True))[-_DAYS_DRAWN:])

    return DrawnSource(
        source.source,
        source.pages[-1] if source.pages else 0,
        [name.removeprefix("history.").replace("_", " ") for name in source.anomalies],
        bars(source.pages),
        [
            DrawnMeasure(
                name=it.rule.removeprefix("history.").replace("_", " "),
                value=_figure(rules.get(it.rule), it.value),
                baseline=_figure(rules.get(it.rule), it.baseline),
                distance=it.distance,
                is_anomalous=it.is_anomalous,
                is_compared=it.is_compared,
                bars=bars(it.values),
            )
            for it in source.measures
        ],
    )


def _figure(rule: HistoryRule | None, value: float) -> str:
    """A value as its rule has it; a lake may have other rules."""
    return f"{value:g}" if rule is None else figure(rule, value)


HISTORY = WebPage("/history", history, "history.html.j2", table=_rows, drawn=drawn_history)
