from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.schema.closed_sets import AnchorBasis
from dateline.transforms.times.meanings import (
    Day,
    Half,
    Holiday,
    Length,
    Meaning,
    Moved,
    Quarter,
    Season,
    Stretch,
    Weekday,
    WeekdayOfWeek,
    Weekend,
)
from dateline.transforms.times.periods import day_of, year_of
from dateline.transforms.times.resolution import Anchor, Context, resolve

# A Thursday.
ANCHOR = Anchor(date(2024, 5, 2), AnchorBasis.PUBLICATION)
PAST, FUTURE = Context(ANCHOR), Context(ANCHOR, is_future=True)


@pytest.mark.parametrize(
    ("meaning", "past", "future"),
    [
        (Weekday(2), "2024-04-30", "2024-05-07"),
        (Weekday(4), "2024-05-02", "2024-05-09"),
        (Weekday(4, -1), "2024-04-25", "2024-04-25"),
        (Weekday(5, 1), "2024-05-03", "2024-05-03"),
        (WeekdayOfWeek(1, -1), "2024-04-22", "2024-04-22"),
        (WeekdayOfWeek(7, 1), "2024-05-12", "2024-05-12"),
        (Weekend(), "2024-04-27/2024-04-28", "2024-05-04/2024-05-05"),
        (Day(10), "2023-10", "2024-10"),
        (Day(3, 1), "2024-03-01", "2025-03-01"),
        (Day(5, 20), "2024-05-20", "2024-05-20"),
        (Day(3, direction=-1), "2024-03", "2024-03"),
        (Day(6, direction=0), "2024-06", "2024-06"),
        (Day(2, direction=1), "2025-02", "2025-02"),
        (Season(6, -1), "2023-06-01/2023-08-31", "2023-06-01/2023-08-31"),
        (Holiday("12-25"), "2023-12-25", "2024-12-25"),
        (Moved("week", -1), "2024-04-22/2024-04-28", "2024-04-22/2024-04-28"),
        (Moved("year", -3), "2021", "2021"),
        (Stretch("month", -2), "2024-03-03/2024-05-02", "2024-03-03/2024-05-02"),
        (Stretch("year", 5), "2024-05-02/2029-05-01", "2024-05-02/2029-05-01"),
    ],
)
def test_a_relative_time_is_counted_from_the_anchor(
    meaning: Meaning, past: str, future: str
) -> None:
    for context, value in ((PAST, past), (FUTURE, future)):
        resolved = resolve(meaning, context)
        assert (resolved.value, resolved.anchor) == (value, ANCHOR)


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (1, "2024-01-01/2024-03-31"),
        (2, "2024-04-01/2024-06-30"),
        (4, "2023-10-01/2023-12-31"),
    ],
)
def test_a_quarter_is_the_last_that_has_begun(number: int, value: str) -> None:
    assert resolve(Quarter(number), PAST).value == value
    assert resolve(Quarter(number), FUTURE).value == f"XXXX-Q{number}"


def test_half_a_unit_is_a_length() -> None:
    assert [resolve(Half(unit), PAST).value for unit in ("hour", "year")] == ["PT30M", "P6M"]


def test_without_an_anchor_a_time_stays_open() -> None:
    nothing = Context(None)
    for meaning in (Weekday(2), Day(5, 3), Moved("day", -1), Moved("day", 1, is_in_text=True)):
        resolved = resolve(meaning, nothing)
        assert (resolved.value, resolved.anchor) == (meaning.unresolved, None)


def test_a_day_of_the_calendar_is_in_the_year_that_is_told_of() -> None:
    resolved = resolve(Day(9, 4), Context(ANCHOR, named=year_of(1999), year=1999))
    assert resolved.value == "1999-09-04"
    assert resolved.anchor is not None
    assert resolved.anchor.basis == AnchorBasis.TEXT


def test_the_next_day_follows_the_last_one_named() -> None:
    named = day_of(date(2020, 2, 28))
    resolved = resolve(Moved("day", 1, is_in_text=True), Context(ANCHOR, named))
    assert resolved.value == "2020-02-29"


def test_a_season_without_its_year_and_hours_stay_open() -> None:
    assert resolve(Season(6), PAST).value == "XXXX-22"
    assert resolve(Moved("hour", -8), PAST).value == "-PT8H"
    assert resolve(Length("year", 3), PAST).value == "P3Y"


meanings = st.one_of(
    st.builds(Weekday, st.integers(1, 7), st.sampled_from([None, -1, 0, 1])),
    st.builds(Day, st.integers(1, 12), st.integers(1, 31), st.none()),
    st.builds(Moved, st.sampled_from(["day", "week", "month", "year"]), st.integers(-9999, 9999)),
    st.builds(Stretch, st.sampled_from(["day", "year", "century"]), st.integers(-9999, 9999)),
)


@given(meanings, st.dates(), st.booleans())
def test_any_day_resolves_or_stays_open(meaning: Meaning, day: date, is_future: bool) -> None:
    resolved = resolve(meaning, Context(Anchor(day, AnchorBasis.FETCHING), is_future=is_future))
    assert (resolved.anchor is None) == (resolved.period is None)
    if resolved.period is not None:
        assert resolved.value == resolved.period.edtf
