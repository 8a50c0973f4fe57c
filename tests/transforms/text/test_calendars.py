import unicodedata
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from dateline.transforms.text.calendars import (
    buddhist_months,
    comparable,
    era_starts,
    from_buddhist_era,
    from_persian,
    persian_months,
)
from dateline.transforms.text.dates import month_names


@given(st.text())
def test_a_comparable_text_is_as_long_and_has_no_marks_or_foreign_figures(text: str) -> None:
    found = comparable(text)
    assert len(found) == len(text)
    for before, after in zip(text, found, strict=True):
        if before.isdecimal() and 0x300 <= ord(before) < 0x1900:
            assert after == str(unicodedata.decimal(before))
        elif before.isalnum() or before.isascii():
            assert after == before


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_persian_day_is_a_gregorian_one(day: date) -> None:
    persian = JalaliDate(day)
    assert from_persian(persian.year, persian.month, persian.day) == day


def test_a_day_that_no_calendar_has_is_none() -> None:
    assert from_persian(1402, 12, 30) is None
    assert from_persian(1402, 13, 1) is None


def test_months_of_the_persian_calendar_are_no_gregorian_ones() -> None:
    assert set(persian_months().values()) == set(range(1, 13))
    assert not set(persian_months()) & set(month_names())


def test_years_of_the_buddhist_era_and_of_others() -> None:
    assert from_buddhist_era(2567) == 2024
    assert buddhist_months() <= set(month_names())
    assert era_starts()["令和"] == 2019
