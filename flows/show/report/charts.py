"""What happened over time, drawn as static SVG pictures.

Matplotlib draws them; the page shows them as images, where a browser runs no script and fetches
nothing. Names in them come from pages and files: they are drawn as they are, never as formulas.
"""

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flows.escaping import one_line

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
    """One picture: `title` and `description` in words, `svg` the picture itself."""

    title: str
    description: str
    svg: str


@dataclass(frozen=True, slots=True)
class Series:
    """One figure by day; a day without a value is not in it. A share goes from 0 to 1."""

    name: str
    values: Mapping[date, float]
    is_share: bool = False
    colour: str = LINE_COLOUR


@dataclass(frozen=True, slots=True)
class Row:
    """One row of small charts: what it is about, and a figure by day for each column."""

    name: str
    series: Sequence[Series]


def stacked(title: str, description: str, series: Sequence[Series]) -> Chart:
    """Counts by day, one on top of the other, each in its colour."""
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
        _dates(axes, days)
        axes.legend(frameon=False, fontsize=8, ncols=4, loc="lower left", bbox_to_anchor=(0, 1))
        return Chart(title, description, _svg(figure))


def lines(title: str, description: str, rows: Sequence[Row]) -> Chart:
    """A grid of small lines: a row for each of `rows`, a column for each of their series."""
    days = _days([series for row in rows for series in row.series])
    columns = [series.name for series in rows[0].series]
    with _figure(0.6 + _ROW * len(rows)) as figure:
        grid = figure.subplots(len(rows), len(columns), sharex=True, squeeze=False)
        for place, row in enumerate(rows):
            for axes, series in zip(grid[place], row.series, strict=True):
                known = sorted(series.values)
                axes.plot(
                    [_number(day) for day in known],
                    [series.values[day] for day in known],
                    color=series.colour,
                    linewidth=1.2,
                    marker="o",
                    markersize=2,
                )
                _spare(axes)
                axes.set_ylim(0, 1 if series.is_share else None)
                _dates(axes, days, most=2)
            _label(grid[place][0], row.name)
        for axes, column in zip(grid[0], columns, strict=True):
            axes.set_title(_name(column), fontsize=8, color=_INK)
        return Chart(title, description, _svg(figure))


def bars(title: str, description: str, series: Sequence[Series]) -> Chart:
    """A row of bars by day for each of `series`."""
    days = _days(series)
    with _figure(0.6 + _ROW * len(series)) as figure:
        grid = figure.subplots(len(series), 1, sharex=True, squeeze=False)
        for (axes,), one in zip(grid, series, strict=True):
            known = sorted(one.values)
            heights = [one.values[day] for day in known]
            axes.bar([_number(day) for day in known], heights, width=0.8, color=_BAR)
            _spare(axes)
            _dates(axes, days)
            _label(axes, one.name)
        return Chart(title, description, _svg(figure))


def _days(series: Sequence[Series]) -> list[date]:
    """Every day from the first to the last one that has a value."""
    known = {day for one in series for day in one.values}
    first, last = min(known), max(known)
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def _number(day: date) -> int:
    return day.toordinal()


# What XML can't hold, though it is no control character.
_NONCHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")


def _name(text: str) -> str:
    return one_line(text, 34).translate(_NONCHARACTERS)


def _label(axes: "Axes", name: str) -> None:
    axes.set_ylabel(_name(name), fontsize=8, rotation=0, ha="right", va="center", color=_INK)


def _spare(axes: "Axes") -> None:
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(nbins=2))


def _dates(axes: "Axes", days: Sequence[date], *, most: int = 6) -> None:
    """Name a few days, and give a lone day the room of a week."""
    step = max(1, -(-len(days) // most))
    named = days[::step]
    axes.set_xticks([_number(day) for day in named], [f"{day:%d %b}" for day in named])
    middle = (_number(days[0]) + _number(days[-1])) / 2
    reach = max(3.5, (len(days) + 1) / 2)
    axes.set_xlim(middle - reach, middle + reach)


@contextmanager
def _figure(height: float) -> Iterator["Figure"]:
    import matplotlib as mpl
    from matplotlib.figure import Figure

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
        # A letter that its own font lacks is only measured with it; the browser draws it.
        warnings.simplefilter("ignore", UserWarning)
        yield Figure(figsize=(_WIDTH, height), layout="constrained")


def _svg(figure: "Figure") -> str:
    drawn = io.StringIO()
    # Without a date the same figures give the same bytes.
    figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None})
    return drawn.getvalue()
