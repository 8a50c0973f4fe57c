"""Charts as the templates draw them, in SVG without any text: bars over time, and the world.

Texts stand beside a chart in HTML, so that they are as large on a narrow page; colours are those of
the style sheet. Matplotlib, which draws the charts of the report, takes longer for one than a page
may take.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby

from dateline.transforms.places.gazetteer import inhabited_cells

_MOST_DAYS = 93
_MOST_MONTHS = 120
_CELL = 2


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A bar of a chart: the time that it stands for, its value, and its height from 0 to 100."""

    label: str
    value: float
    height: float


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars side by side, of equal widths; each stands for a `unit` of time."""

    unit: str
    bars: Sequence[ChartBar]

    @property
    def highest(self) -> ChartBar:
        """The highest bar, the first one of several."""
        return max(self.bars, key=lambda bar: bar.value)


def bars_over_time(counts: Iterable[tuple[date, int]]) -> BarChart | None:
    """Counts by day as bars, of days, months or years by how long it is; None for less than two."""
    by_day = Counter(dict(counts))
    if len(by_day) < 2:
        return None
    first, last = min(by_day), max(by_day)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if (last - first).days < _MOST_DAYS:
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return _chart("day", [f"{day}" for day in days], by_day, lambda day: f"{day}")
    if months <= _MOST_MONTHS:
        begun = [first.year * 12 + first.month - 1 + n for n in range(months)]
        labels = [f"{number // 12:04}-{number % 12 + 1:02}" for number in begun]
        return _chart("month", labels, by_day, lambda day: f"{day:%Y-%m}")
    years = [f"{year:04}" for year in range(first.year, last.year + 1)]
    return _chart("year", years, by_day, lambda day: f"{day:%Y}")


def bars_of(unit: str, values: Sequence[tuple[str, float | None]]) -> BarChart:
    """Values with their labels as bars; what has no value has no height."""
    top = max((value for _, value in values if value is not None), default=0.0) or 1.0
    bars = [ChartBar(label, value or 0, 100 * (value or 0) / top) for label, value in values]
    return BarChart(unit, bars)


def _chart(
    unit: str,
    labels: Sequence[str],
    by_day: Mapping[date, int],
    label_of: Callable[[date], str],
) -> BarChart:
    counts: Counter[str] = Counter()
    for day, count in by_day.items():
        counts[label_of(day)] += count
    return bars_of(unit, [(label, counts[label]) for label in labels])


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place on the map, in degrees from its upper left corner, and what it says."""

    x: float
    y: float
    label: str


def map_point(latitude: float, longitude: float, label: str) -> MapPoint:
    """A place on a map in which a degree is as wide as it is high."""
    return MapPoint(round(longitude + 180, 2), round(90 - latitude, 2), label)


@cache
def world() -> str:
    """Where cities of the world are, as the path of an SVG of 360 by 180 degrees."""
    strokes = []
    for south, cells in groupby(inhabited_cells(_CELL), key=lambda cell: cell[0]):
        wests = [west for _, west in cells]
        begin = wests[0]
        for west, following in zip(wests, [*wests[1:], None], strict=True):
            if following != west + _CELL:
                strokes.append(f"M{begin + 180} {90 - south - _CELL / 2:g}h{west + _CELL - begin}")
                begin = following if following is not None else begin
    return "".join(strokes)
