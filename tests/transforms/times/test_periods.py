from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.times.periods import (
    Period,
    duration,
    holiday,
    moved,
    season_of,
    unit_around,
    year_of,
)

DAY = date(2024, 5, 2)
days = st.dates(date(1001, 1, 1), date(2999, 12, 31))
UNITS = ("day", "week", "weekend", "month", "quarter", "year", "decade", "century")


@pytest.mark.parametrize(
    ("unit", "edtf"),
    [
        ("day", "2024-05-02"),
        ("week", "2024-04-29/2024-05-05"),
        ("weekend", "2024-05-04/2024-05-05"),
        ("month", "2024-05"),
        ("quarter", "2024-04-01/2024-06-30"),
        ("year", "2024"),
        ("decade", "2020-01-01/2029-12-31"),
        ("century", "2000-01-01/2099-12-31"),
    ],
)
def test_a_period_is_written_as_short_as_edtf_allows(unit: str, edtf: str) -> None:
    assert unit_around(DAY, unit).edtf == edtf


@given(days, st.sampled_from([unit for unit in UNITS if unit != "weekend"]))
def test_a_unit_holds_its_day(day: date, unit: str) -> None:
    period = unit_around(day, unit)
    assert period.first <= day <= period.last


@given(days, st.sampled_from(UNITS), st.integers(1, 9))
def test_moving_on_and_back_stays_in_the_unit(day: date, unit: str, amount: int) -> None:
    there = moved(day, unit, amount)
    assert there > day
    assert unit_around(moved(there, unit, -amount), unit) == unit_around(day, unit)


def test_a_winter_ends_in_the_next_year() -> None:
    assert season_of(2023, 12) == Period(date(2023, 12, 1), date(2024, 2, 29))


def test_years_of_three_figures_keep_their_zero() -> None:
    assert year_of(347).edtf == "0347"


@pytest.mark.parametrize(
    ("unit", "amount", "written"),
    [
        ("year", 3, "P3Y"),
        ("day", -2, "-P2D"),
        ("hour", -8, "-PT8H"),
        ("fortnight", 1, "P2W"),
        ("decade", 2, "P20Y"),
        ("month", None, "PXM"),
    ],
)
def test_a_duration_is_written_as_iso_8601(unit: str, amount: int | None, written: str) -> None:
    assert duration(unit, amount) == written


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("12-25", date(2024, 12, 25)),
        ("11-TH+4", date(2024, 11, 28)),
        ("05-MO-1", date(2024, 5, 27)),
        ("easter-2", date(2024, 3, 29)),
    ],
)
def test_a_holiday_falls_on_its_day(rule: str, day: date) -> None:
    assert holiday(rule, 2024) == day
