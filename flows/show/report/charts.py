"""Charts over time as static SVG images.

Matplotlib draws them; the page embeds them as images, in which a browser runs no scripts and
fetches nothing. Names come from pages and files: they are drawn literally, never as formulas.
"""

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dateline.flows.escaping import one_line
from dateline.warehouse.errors import MissingPackageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LINE_COLOUR = "#3465a4"
_BAR = "#b3403a"
_INK = "#78818d"  # readable on white and on black
_WIDTH = 10.0  # inches
_ROW = 0.62


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its title, a description and the SVG image."""

    title: str
    description: str
    svg: str


@dataclass(frozen=True, slots=True)
class Series:
    """A figure by day, without the days that have no value; a share ranges from 0 to 1."""

    name: str
    values: Mapping[date, float]
    is_share: bool = False
    colour: str = LINE_COLOUR


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A row of small charts: its name, and a series for each column."""

    name: str
    series: Sequence[Series]


def stacked_bars(title: str, description: str, series: Sequence[Series]) -> Chart:
    """Bars of counts by day, stacked, with a colour for each series."""
    days = _days(series)
    with _figure(2.6) as figure:
        axes = figure.subplots()
        bottom = [0.0] * len(days)
        for one in series:
            heights = [one.values.get(day, 0.0) for day in days]
            axes.bar(
                [_number(day) for day in days],
                heights,
                bottom=bottom,
                width=0.8,
                label=_name(one.name),
                color=one.colour,
            )
            bottom = [low + height for low, height in zip(bottom, heights, strict=True)]
        _label_days(axes, days)
        axes.legend(frameon=False, fontsize=8, ncols=4, loc="lower left", bbox_to_anchor=(0, 1))
        return Chart(title, description, _svg(figure))


def line_grid(title: str, description: str, rows: Sequence[ChartRow]) -> Chart:
    """A grid of small line charts: a row for each of `rows`, a column for each of their series."""
    days = _days([series for row in rows for series in row.series])
    columns = [series.name for series in rows[0].series]
    with _figure(0.6 + _ROW * len(rows)) as figure:
        grid = figure.subplots(len(rows), len(columns), sharex=True, squeeze=False)
        for axes_of_row, row in zip(grid, rows, strict=True):
            for axes, series in zip(axes_of_row, row.series, strict=True):
                known = sorted(series.values)
                axes.plot(
                    [_number(day) for day in known],
                    [series.values[day] for day in known],
                    color=series.colour,
                    linewidth=1.2,
                    marker="o",
                    markersize=2,
                )
                _use_few_ticks(axes)
                axes.set_ylim(0, 1 if series.is_share else None)
                _label_days(axes, days, limit=2)
            _label(axes_of_row[0], row.name)
        for axes, column in zip(grid[0], columns, strict=True):
            axes.set_title(_name(column), fontsize=8, color=_INK)
        return Chart(title, description, _svg(figure))


def bar_rows(title: str, description: str, series: Sequence[Series]) -> Chart:
    """A row of bars by day for each of `series`."""
    days = _days(series)
    with _figure(0.6 + _ROW * len(series)) as figure:
        grid = figure.subplots(len(series), 1, sharex=True, squeeze=False)
        for (axes,), one in zip(grid, series, strict=True):
            known = sorted(one.values)
            heights = [one.values[day] for day in known]
            axes.bar([_number(day) for day in known], heights, width=0.8, color=_BAR)
            _use_few_ticks(axes)
            _label_days(axes, days)
            _label(axes, one.name)
        return Chart(title, description, _svg(figure))


def _days(series: Sequence[Series]) -> list[date]:
    """Every day from the first to the last with a value."""
    known = {day for one in series for day in one.values}
    first, last = min(known), max(known)
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def _number(day: date) -> int:
    return day.toordinal()


# Forbidden in XML, though no control characters.
_NONCHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")


def _name(text: str) -> str:
    return one_line(text, 34).translate(_NONCHARACTERS)


def _label(axes: "Axes", name: str) -> None:
    axes.set_ylabel(_name(name), fontsize=8, rotation=0, ha="right", va="center", color=_INK)


def _use_few_ticks(axes: "Axes") -> None:
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(nbins=2))


def _label_days(axes: "Axes", days: Sequence[date], *, limit: int = 6) -> None:
    """Label a few days, and give a lone day the width of a week."""
    step = max(1, -(-len(days) // limit))
    labelled = days[::step]
    axes.set_xticks([_number(day) for day in labelled], [f"{day:%d %b}" for day in labelled])
    middle = (_number(days[0]) + _number(days[-1])) / 2
    reach = max(3.5, (len(days) + 1) / 2)
    axes.set_xlim(middle - reach, middle + reach)


@contextmanager
def _figure(height: float) -> Iterator["Figure"]:
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ModuleNotFoundError as error:
        raise MissingPackageError(
            "Matplotlib is not installed, and the charts of a report need it; install it with "
            "pip install 'dateline[report]'"
        ) from error

    with (
        mpl.rc_context(
            {
                "text.parse_math": False,
                "svg.fonttype": "none",
                "svg.hashsalt": "dateline",
                "font.family": "sans-serif",
                "font.sans-serif": ["DejaVu Sans"],
                "axes.spines.top": False,
                "axes.spines.right": False,
                "axes.edgecolor": _INK,
                "xtick.color": _INK,
                "ytick.color": _INK,
                "xtick.labelsize": 7,
                "ytick.labelsize": 7,
                "legend.labelcolor": _INK,
            }
        ),
        warnings.catch_warnings(),
    ):
        # Matplotlib only measures letters that its font lacks; the browser draws them.
        warnings.simplefilter("ignore", UserWarning)
        yield Figure(figsize=(_WIDTH, height), layout="constrained")


def _svg(figure: "Figure") -> str:
    svg = io.StringIO()
    # Without a date, the same figures give the same bytes.
    figure.savefig(svg, format="svg", transparent=True, metadata={"Date": None})
    return svg.getvalue()
