"""Charts over time as static SVG images.

Matplotlib draws them, each for a wide and for a narrow page; the page embeds them as images, in
which a browser runs no scripts and fetches nothing. Names come from pages and files: they are drawn
literally, never as formulas.
"""

import io
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import fill
from typing import TYPE_CHECKING, Literal

from dateline.flows.escaping import one_line
from dateline.warehouse.errors import MissingPackageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LINE_COLOUR = "#3465a4"
_BAR = "#b3403a"
_INK = "#4a5361"
# What these colours are on a dark page.
_DARK = {LINE_COLOUR: "#8ab4f0", _BAR: "#e07a73", _INK: "#b4bdca"}
_STYLE_ATTRIBUTE = re.compile(r'style="[^"]*"')
_STYLE_SHEET = "*{stroke-linejoin: round; stroke-linecap: butt}"

_DAYS_MARKED = 31
_TITLE_WIDTH = 16  # characters over a small chart of a grid

Width = Literal["wide", "narrow"]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its title, a description, and the SVG image for a wide and a narrow page."""

    title: str
    description: str
    wide: str
    narrow: str


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

    def draw(width: Width) -> str:
        with _figure(width, 2.6) as figure:
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
            _label_days(axes, days, limit=6 if width == "wide" else 4)
            columns = 4 if width == "wide" else 2
            _set_margins(figure, left=0.45, bottom=0.3, top=0.3 if width == "wide" else 0.45)
            axes.legend(frameon=False, ncols=columns, loc="lower left", bbox_to_anchor=(0, 1))
            return _svg(figure)

    return _both(title, description, draw)


def line_grid(title: str, description: str, rows: Sequence[ChartRow]) -> Chart:
    """Small line charts: for each of `rows` one for each of its series.

    On a wide page they are a grid with the rows' names at the left; on a narrow one each row is a
    block of two columns below its name.
    """
    days = _days([series for row in rows for series in row.series])
    columns = len(rows[0].series)

    def draw_grid() -> str:
        with _figure("wide", 0.6 + 0.7 * len(rows)) as figure:
            grid = figure.subplots(len(rows), columns, sharex=True, squeeze=False)
            for axes_of_row, row in zip(grid, rows, strict=True):
                for axes, series in zip(axes_of_row, row.series, strict=True):
                    _draw_line(axes, series, days)
                _label(axes_of_row[0], row.name)
            for axes, series in zip(grid[0], rows[0].series, strict=True):
                axes.set_title(fill(_name(series.name), _TITLE_WIDTH))
            _set_margins(figure, left=_name_margin(rows), bottom=0.3, top=0.4, gap=0.3)
            return _svg(figure)

    def draw_blocks() -> str:
        height = -(-columns // 2)
        with _figure("narrow", len(rows) * (0.5 + 0.95 * height)) as figure:
            # Above each block a lower row is left for its name.
            heights = [0.4, *([1.0] * height)] * len(rows)
            grid = figure.add_gridspec(len(heights), 2, height_ratios=heights)
            for number, row in enumerate(rows):
                first = number * (height + 1) + 1
                for index, series in enumerate(row.series):
                    axes = figure.add_subplot(grid[first + index // 2, index % 2])
                    _draw_line(axes, series, days)
                    axes.set_title(_name(series.name), loc="left")
                    if index < columns - 2:
                        axes.tick_params(labelbottom=False)
                    if index == 0:
                        _write_above(axes, row.name)
            _set_margins(figure, left=0.4, bottom=0.3, top=0.0, gap=0.55)
            return _svg(figure)

    return _both(
        title, description, lambda width: (draw_grid if width == "wide" else draw_blocks)()
    )


def bar_rows(title: str, description: str, series: Sequence[Series]) -> Chart:
    """A row of bars by day for each of `series`."""
    days = _days(series)

    def draw(width: Width) -> str:
        with _figure(width, 0.6 + (0.62 if width == "wide" else 1.0) * len(series)) as figure:
            grid = figure.subplots(len(series), 1, sharex=True, squeeze=False)
            for (axes,), one in zip(grid, series, strict=True):
                known = sorted(one.values)
                heights = [one.values[day] for day in known]
                axes.bar([_number(day) for day in known], heights, width=0.8, color=_BAR)
                _use_few_ticks(axes)
                _label_days(axes, days, limit=6 if width == "wide" else 4)
                if width == "wide":
                    _label(axes, one.name)
                else:
                    axes.set_title(_name(one.name), loc="left")
            left = _name_margin(series) if width == "wide" else 0.4
            gap = 0.3 if width == "wide" else 0.6
            _set_margins(figure, left=left, bottom=0.3, top=0.25, gap=gap)
            return _svg(figure)

    return _both(title, description, draw)


def _both(title: str, description: str, draw: Callable[[Width], str]) -> Chart:
    return Chart(title, description, draw("wide"), draw("narrow"))


def _set_margins(
    figure: "Figure", *, left: float, bottom: float, top: float, gap: float = 0.0
) -> None:
    """Set the margins in inches, and the gap as a share of a small chart.

    Matplotlib's own layout takes longer to find them than all the drawing takes.
    """
    width, height = figure.get_size_inches()
    figure.subplots_adjust(
        left=left / width,
        right=1 - 0.1 / width,
        bottom=bottom / height,
        top=1 - top / height,
        hspace=gap,
        wspace=0.3,
    )


def _name_margin(named: Sequence[ChartRow | Series]) -> float:
    """The inches that the longest name needs beside a chart, with the numbers of its axis."""
    return 0.5 + 0.07 * max(len(_name(one.name)) for one in named)


def _write_above(axes: "Axes", name: str) -> None:
    axes.annotate(
        _name(name),
        (0, 1),
        xycoords="axes fraction",
        xytext=(-25, 18),
        textcoords="offset points",
        weight="bold",
    )


def _draw_line(axes: "Axes", series: Series, days: Sequence[date]) -> None:
    known = sorted(series.values)
    axes.plot(
        [_number(day) for day in known],
        [series.values[day] for day in known],
        color=series.colour,
        linewidth=1.4,
        marker="o" if len(known) <= _DAYS_MARKED else None,
        markersize=2.5,
    )
    _use_few_ticks(axes)
    axes.set_ylim(0, 1 if series.is_share else None)
    _label_days(axes, days, limit=2)


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
    axes.set_ylabel(_name(name), rotation=0, ha="right", va="center")


def _use_few_ticks(axes: "Axes") -> None:
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(nbins=2))


def _label_days(axes: "Axes", days: Sequence[date], *, limit: int) -> None:
    """Label a few days, and give few days the width of a week."""
    step = max(1, -(-len(days) // limit))
    labelled = days[::step]
    axes.set_xticks([_number(day) for day in labelled], [f"{day:%d %b}" for day in labelled])
    middle = (_number(days[0]) + _number(days[-1])) / 2
    reach = max(3.5, (len(days) + 1) / 2)
    axes.set_xlim(middle - reach, middle + reach)


@contextmanager
def _figure(width: Width, height: float) -> Iterator["Figure"]:
    """A figure in the width (inches) at which its text is as large as the page's small text."""
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
                "text.color": _INK,
                "svg.fonttype": "none",
                "svg.hashsalt": "dateline",
                "font.family": "sans-serif",
                "font.sans-serif": ["DejaVu Sans"],
                "font.size": 9,
                "figure.titlesize": 9,
                "axes.titlesize": 9,
                "axes.titlecolor": _INK,
                "axes.labelsize": 9,
                "axes.labelcolor": _INK,
                "axes.spines.top": False,
                "axes.spines.right": False,
                "axes.edgecolor": _INK,
                "xtick.color": _INK,
                "ytick.color": _INK,
                "xtick.labelsize": 8,
                "ytick.labelsize": 8,
                "legend.fontsize": 9,
                "legend.labelcolor": _INK,
            }
        ),
        warnings.catch_warnings(),
    ):
        # Matplotlib only measures letters that its font lacks; the browser draws them.
        warnings.simplefilter("ignore", UserWarning)
        yield Figure(figsize=(11.0 if width == "wide" else 3.8, height))


def _svg(figure: "Figure") -> str:
    svg = io.StringIO()
    # Without a date, the same figures give the same bytes.
    figure.savefig(svg, format="svg", transparent=True, metadata={"Date": None})
    return _for_light_and_dark(svg.getvalue())


def _for_light_and_dark(svg: str) -> str:
    """Let the image follow the page, whose colour scheme an embedded image is told."""
    names = {colour: f"--c{number}" for number, colour in enumerate(_DARK)}
    light = ";".join(f"{names[colour]}:{colour}" for colour in _DARK)
    dark = ";".join(f"{names[colour]}:{other}" for colour, other in _DARK.items())
    scheme = f":root{{{light}}}@media (prefers-color-scheme: dark){{:root{{{dark}}}}}"

    def with_variables(attribute: re.Match[str]) -> str:
        text = attribute[0]
        for colour, name in names.items():
            text = text.replace(colour, f"var({name})")
        return text

    with_names = _STYLE_ATTRIBUTE.sub(with_variables, svg)
    return with_names.replace(_STYLE_SHEET, f"{_STYLE_SHEET}{scheme}", 1)
