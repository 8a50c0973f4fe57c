"""Charts: which unit of time a bar stands for, how high it is, and where the world is."""

import re
from datetime import date, timedelta

import pytest

from dateline.flows.web.charts import bars_of, bars_over_time, map_point, world

FIRST = date(2024, 2, 28)


@pytest.mark.parametrize(
    ("days", "unit", "labels"),
    [
        (2, "day", ["2024-02-28", "2024-02-29", "2024-03-01"]),
        (400, "month", ["2024-02", "2024-03", "2024-04"]),
        (12_000, "year", ["2024", "2025", "2026"]),
    ],
)
def test_bars_stand_for_days_months_or_years(days: int, unit: str, labels: list[str]) -> None:
    chart = bars_over_time([(FIRST, 3), (FIRST + timedelta(days=days), 6)])
    assert chart is not None
    assert chart.unit == unit
    assert [bar.label for bar in chart.bars[:3]] == labels
    assert [bar.value for bar in chart.bars if bar.value] == [3, 6]
    assert (chart.bars[0].height, chart.highest) == (50, chart.bars[-1])
    assert len(chart.bars) <= 120


def test_counts_of_one_unit_are_added() -> None:
    days = [FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=300)]
    chart = bars_over_time([(day, 2) for day in days])
    assert chart is not None
    assert [bar.value for bar in chart.bars if bar.value] == [4, 2]


def test_one_day_is_no_chart() -> None:
    assert bars_over_time([(FIRST, 3)]) is None
    assert bars_over_time([]) is None


def test_what_has_no_value_has_no_height() -> None:
    assert [bar.height for bar in bars_of("day", [("a", None), ("b", 0), ("c", 2)]).bars] == [
        0,
        0,
        100,
    ]
    assert [bar.height for bar in bars_of("day", [("a", None)]).bars] == [0]


def test_places_lie_on_the_map() -> None:
    paris = map_point(48.85, 2.35, "Paris")
    assert (paris.x, paris.y) == (182.35, 41.15)
    strokes = re.findall(r"M(\d+) (\d+)h(\d+)", world())
    assert "".join(f"M{x} {y}h{width}" for x, y, width in strokes) == world()
    assert any(int(y) == 41 and int(x) <= 182 < int(x) + int(width) for x, y, width in strokes)
    assert all(int(x) + int(width) <= 360 and int(y) < 180 for x, y, width in strokes)
