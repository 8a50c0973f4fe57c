"""The history of sources for the terminal: sparklines, baselines and anomalies."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.expectations.history import (
    ALL_SOURCES,
    HISTORY_RULES,
    LEAST_DAYS,
    TOO_MANY_PAGES,
    WINDOW_DAYS,
    figure,
)
from dateline.flows.escaping import one_line
from dateline.flows.jobs.history import MeasuredSource, SourceHistory
from dateline.flows.jobs.serialization import to_json

_DAYS_SHOWN = 28
_SOURCE_WIDTH = 48
_BARS = "▁▂▃▄▅▆▇█"
_ANOMALY_STYLE = "bold yellow"


def histories_as_json(histories: Sequence[SourceHistory]) -> str:
    """The histories as a JSON array."""
    return to_json([asdict(history) for history in histories])


def print_histories(
    console: Console, histories: Sequence[SourceHistory], day: date, *, limit: int
) -> None:
    """Print a line for each source: its pages of the last four weeks, and its anomalies."""
    if not histories:
        console.print(
            f"Too little history to compare {day}: no source has pages on {LEAST_DAYS} of the "
            f"{WINDOW_DAYS} days before."
        )
        return
    table = Table(header_style="bold", show_edge=False)
    table.add_column("source")
    table.add_column(f"pages, {_DAYS_SHOWN} days", no_wrap=True)
    table.add_column(f"{day}", justify="right")
    table.add_column("baseline", justify="right")
    table.add_column("anomalies")
    for history in histories[:limit]:
        volume = next(row for row in history.measures if row.rule == TOO_MANY_PAGES.name)
        anomalies = ", ".join(name.removeprefix("history.") for name in history.anomalies)
        table.add_row(
            Text(source_name(history.source)),
            sparkline(history.pages[-_DAYS_SHOWN:]),
            f"{history.pages[-1]:,}",
            f"{volume.baseline:,.0f}",
            Text(anomalies, style=_ANOMALY_STYLE),
        )
    console.print(table)
    note = f", first {limit:,} shown" if len(histories) > limit else ""
    anomalous_count = sum(bool(history.anomalies) for history in histories)
    counts = f"{len(histories):,} sources{note}; {anomalous_count:,} with anomalies"
    console.print(Text(counts, style="dim"))


def print_history(console: Console, history: SourceHistory) -> None:
    """Print a line for each measure of one source: its last four weeks, and the day's result."""
    console.print(Text(source_name(history.source), style="bold"))
    table = Table(header_style="bold", show_edge=False)
    table.add_column("rule")
    table.add_column(f"{_DAYS_SHOWN} days", no_wrap=True)
    for name in ("day", "value", "baseline", "median of", "distance"):
        table.add_column(name, justify="right")
    table.add_column("result")
    rules = {rule.name: rule for rule in HISTORY_RULES}
    for measure in history.measures:
        rule = rules[measure.rule]
        table.add_row(
            measure.rule,
            sparkline(measure.values[-_DAYS_SHOWN:]),
            f"{measure.day}",
            figure(rule, measure.value),
            figure(rule, measure.baseline),
            measure.compared_with,
            f"{measure.distance:+.1f}",
            _result(measure),
        )
    console.print(table)


def _result(measure: MeasuredSource) -> Text:
    if measure.is_anomalous:
        return Text("anomaly", style=_ANOMALY_STYLE)
    return Text("normal" if measure.is_compared else "")


def source_name(source: str) -> str:
    """The name of a source on one line, with control characters escaped."""
    return "all sources" if source == ALL_SOURCES else one_line(source, _SOURCE_WIDTH)


def sparkline(values: Sequence[float | None]) -> str:
    """Values as bars from zero to the highest; a space where a value is missing."""
    top = max((value for value in values if value is not None), default=0) or 1
    return "".join(
        " " if value is None else _BARS[round(value / top * (len(_BARS) - 1))] for value in values
    )
