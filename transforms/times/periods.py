"""Stretches of days, and how Extended Date/Time Format (EDTF, ISO 8601-2:2019) writes them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

_YEARS = {"year": 1, "decade": 10, "century": 100}
_DAYS_OF_UNIT = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}
_ISO_UNITS = {
    "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "weekend": "W",
    "month": "M", "year": "Y",
}  # fmt: skip
_ISO_MULTIPLES = {
    "fortnight": (2, "week"), "quarter": (3, "month"), "decade": (10, "year"),
    "century": (100, "year"),
}  # fmt: skip
_SEASON_CODES = {3: 21, 6: 22, 9: 23, 12: 24}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included."""

    first: date
    last: date

    @property
    def edtf(self) -> str:
        """The period in EDTF: a day, a month, a year, or the interval between two days."""
        first, last = self.first, self.last
        if first == last:
            return first.isoformat()
        if self == month_of(first):
            return first.isoformat()[:7]
        if self == year_of(first.year):
            return first.isoformat()[:4]
        return f"{first.isoformat()}/{last.isoformat()}"

    @property
    def is_within_a_year(self) -> bool:
        """Whether both ends are in one year of the calendar."""
        return self.first.year == self.last.year

    @property
    def is_within_a_month(self) -> bool:
        """Whether both ends are in one month of one year."""
        return self.is_within_a_year and self.first.month == self.last.month


def day_of(day: date) -> Period:
    """One day."""
    return Period(day, day)


def month_of(day: date) -> Period:
    """The month of a day."""
    length = monthrange(day.year, day.month)[1]
    return Period(day.replace(day=1), day.replace(day=length))


def year_of(year: int, years: int = 1) -> Period:
    """A year of our era, or several from it on."""
    return Period(date(year, 1, 1), date(year + years - 1, 12, 31))


def season_of(year: int, first_month: int) -> Period:
    """A meteorological season of three months; a winter begins in the year that it is named by."""
    first = date(year, first_month, 1)
    return Period(first, month_of(first + relativedelta(months=2)).last)


def quarter_of(year: int, number: int) -> Period:
    """A quarter of a year, 1 for the first."""
    return season_of(year, 3 * number - 2)


def half_of(year: int, number: int) -> Period:
    """A half of a year, 1 for the first."""
    return Period(quarter_of(year, 2 * number - 1).first, quarter_of(year, 2 * number).last)


def unit_around(day: date, unit: str) -> Period:
    """The day, week (from Monday), weekend, month, quarter, year, … that a day belongs to."""
    if unit in _YEARS:
        return year_of(day.year - day.year % _YEARS[unit], _YEARS[unit])
    if unit == "month":
        return month_of(day)
    if unit == "quarter":
        first = day.replace(month=day.month - (day.month - 1) % 3, day=1)
        return Period(first, month_of(first + relativedelta(months=2)).last)
    if unit in ("week", "weekend", "fortnight"):
        monday = day - timedelta(day.weekday())
        return Period(monday + timedelta(5 if unit == "weekend" else 0), monday + timedelta(6))
    return day_of(day)


def moved(day: date, unit: str, amount: int) -> date:
    """A day so many units later, earlier where `amount` is negative.

    Raises:
        OverflowError, ValueError: the day is outside the years 1 to 9999.
    """
    if unit in _DAYS_OF_UNIT:
        return day + timedelta(_DAYS_OF_UNIT[unit] * amount)
    if unit in _YEARS:
        return day + relativedelta(years=_YEARS[unit] * amount)
    return day + relativedelta(months=amount * (3 if unit == "quarter" else 1))


def duration(unit: str, amount: int | None) -> str:
    """A length of time as ISO 8601 writes it, `P3Y`; `PXD` where the number is not said."""
    multiple, base = _ISO_MULTIPLES.get(unit, (1, unit))
    code = _ISO_UNITS[base]
    number = "X" if amount is None else str(abs(amount) * multiple)
    sign = "-" if amount is not None and amount < 0 else ""
    return f"{sign}PT{number}{code[1]}" if code[0] == "T" else f"{sign}P{number}{code}"


def season_without_year(first_month: int) -> str:
    """A season in EDTF, its year not said: `XXXX-22` for a summer."""
    return f"XXXX-{_SEASON_CODES[first_month]}"


def holiday(rule: str, year: int) -> date:
    """The day of a holiday in a year.

    Args:
        rule: A day of the year, `12-25`; a weekday of a month by its number from the start or the
            end, `11-TH+4`, `05-MO-1`; or a distance from Easter in days, `easter-2`.
        year: The year.
    """
    if rule.startswith("easter"):
        return easter(year) + timedelta(int(rule[6:]))
    month, _, day = rule.partition("-")
    if day.isdecimal():
        return date(year, int(month), int(day))
    weekday, number = _WEEKDAYS.index(day[:2]), int(day[2:])
    period = month_of(date(year, int(month), 1))
    if number > 0:
        first = period.first + timedelta((weekday - period.first.weekday()) % 7)
        return first + timedelta(7 * (number - 1))
    return period.last - timedelta((period.last.weekday() - weekday) % 7)


_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
