"""What the match of each kind of time expression means; None where it means no time."""

import re
from datetime import date

from dateline.transforms.times.meanings import (
    HALVED,
    Day,
    Half,
    Holiday,
    Length,
    Meaning,
    Moved,
    Quarter,
    Repeated,
    Season,
    Stated,
    Stretch,
    Weekday,
    WeekdayOfWeek,
    Weekend,
)
from dateline.transforms.times.periods import (
    Period,
    day_of,
    duration,
    half_of,
    holiday,
    month_of,
    quarter_of,
    season_of,
    year_of,
)
from dateline.transforms.times.words import (
    business_words,
    direction_of,
    month_number,
    number_of,
    value_of,
    weekday_numbers,
)

# `At the end of the day` is mostly said of no day.
_CALENDAR_UNITS = frozenset({"week", "month", "quarter", "year", "decade", "century"})
# How many characters around a quarter words of business are looked for.
_BUSINESS_REACH = 80


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_date(match: re.Match[str]) -> Meaning | None:
    """`May 3`, `3 May 2024`, `5–6 September 2019`."""
    month, day = month_number(match["month"]), int(match["date"])
    last_day = int(match["last_date"]) if match["last_date"] else None
    first = _valid(int(match["year"] or 2000), month, day)
    last = _valid(int(match["year"] or 2000), month, last_day or day)
    if first is None or last is None or last < first:
        return None
    if match["year"] is None:
        return Day(month, day, last_day)
    period = Period(first, last)
    return Stated(period.edtf, period)


def read_month_of_year(match: re.Match[str]) -> Meaning | None:
    """`May 2024`."""
    period = month_of(date(int(match["year"]), month_number(match["month"]), 1))
    return Stated(period.edtf, period)


def read_month_of_range(match: re.Match[str]) -> Meaning | None:
    """The first month of a range whose year stands behind the last: `from May to July 2020`."""
    month, year = month_number(match["month"]), int(match["year"])
    # Of `November to February 2020`, the first is of the year before.
    period = month_of(date(year - (month > month_number(match["last_month"])), month, 1))
    return Stated(period.edtf, period)


def read_bare_month(match: re.Match[str]) -> Meaning | None:
    """`last May`."""
    direction = match["direction"]
    return Day(
        month_number(match["month"]), direction=direction_of(direction) if direction else None
    )


def read_year(match: re.Match[str]) -> Meaning | None:
    """`2024`."""
    year = int(match["year"])
    return Stated(f"{year:04d}", year_of(year))


def read_last_year(match: re.Match[str]) -> Meaning | None:
    """The year that a range ends with in two figures: `1871–72`."""
    first = int(match["year"])
    last = first - first % 100 + int(match["span"])
    return Stated(f"{last:04d}", year_of(last)) if last > first else None


def read_early_year(match: re.Match[str]) -> Meaning | None:
    """`AD 79`."""
    year = int(match["early"])
    return Stated(f"{year:04d}", year_of(year)) if year else None


def read_year_of_era(match: re.Match[str]) -> Meaning | None:
    """`776 BC`, which EDTF counts from a year 0: -0775."""
    year = int(match["era_year"] or match["year_behind"])
    if match["before"]:
        return Stated(f"-{year - 1:04d}" if year > 1 else "0000")
    return Stated(f"{year:04d}") if year else None


def read_decade(match: re.Match[str]) -> Meaning | None:
    """`the 1990s`."""
    first = int(match["decade"]) if match["decade"] else 1900 + int(match["short"])
    period = year_of(first, 100 if first % 100 == 0 and first < 2000 else 10)
    return Stated(period.edtf, period)


def read_century(match: re.Match[str]) -> Meaning | None:
    """`the 19th century`."""
    phrase = match["century"].casefold()
    number = int(phrase[:-2]) if phrase[:-2].isdecimal() else int(value_of("ordinal", phrase))
    if match["before"]:
        # In EDTF year 0 is 1 BC: the 7th century BC begins with 700 BC, `-0699`.
        first, last = 100 * number - 1, 100 * (number - 1)
        return Stated(f"-{first:04d}/{'-' if last else ''}{last:04d}") if number else None
    if not 1 < number <= 21:
        return None
    period = year_of(100 * (number - 1), 100)
    return Stated(period.edtf, period)


def read_near_day(match: re.Match[str]) -> Meaning | None:
    """`yesterday`."""
    return Moved("day", int(value_of("day", match["day"])))


def read_part_of_day(match: re.Match[str]) -> Meaning | None:
    """`this morning`."""
    return Moved("day", direction_of(match["direction"]))


def read_part_of_day_in_text(match: re.Match[str]) -> Meaning | None:
    """`the following morning`."""
    return Moved("day", int(value_of("direction_in_text", match["direction"])), is_in_text=True)


def read_weekday(match: re.Match[str]) -> Meaning | None:
    """`last Tuesday`."""
    direction = match["direction"]
    weekday = weekday_numbers()[match["weekday"].casefold()]
    return Weekday(weekday, direction_of(direction) if direction else None)


def read_weekday_of_week(match: re.Match[str]) -> Meaning | None:
    """`Monday last week`."""
    weekday = weekday_numbers()[match["weekday"].casefold()]
    return WeekdayOfWeek(weekday, direction_of(match["direction"]))


def read_day_but_one(match: re.Match[str]) -> Meaning | None:
    """`the day before yesterday`."""
    day = int(value_of("day", match["day"]))
    return Moved("day", 2 * day) if day else None


def read_weekend(match: re.Match[str]) -> Meaning | None:
    """`over the weekend`."""
    return Weekend()


def read_half(match: re.Match[str]) -> Meaning | None:
    """`half an hour`."""
    unit = value_of("unit", match["unit"])
    return Half(unit) if unit in HALVED else None


def read_part_of_unit(match: re.Match[str]) -> Meaning | None:
    """`the end of the year`: the whole of it, as `the end of March` is all of March."""
    unit = value_of("unit", match["unit"])
    return Moved(unit, 0) if unit in _CALENDAR_UNITS else None


def read_unit(match: re.Match[str]) -> Meaning | None:
    """`last week`."""
    return Moved(value_of("unit", match["unit"]), direction_of(match["direction"]))


def read_unit_in_text(match: re.Match[str]) -> Meaning | None:
    """`the following week`."""
    amount = int(value_of("direction_in_text", match["direction"]))
    return Moved(value_of("unit", match["unit"]), amount, is_in_text=True)


def read_stretch(match: re.Match[str]) -> Meaning | None:
    """`the past two years`, `the last week`; `the coming weeks` is of no known length."""
    unit, direction = value_of("unit", match["unit"]), direction_of(match["direction"])
    is_singular = match["unit"].casefold() == unit
    if match["number"] is None and is_singular and (not match["article"] or not direction):
        return Moved(unit, direction)
    number = number_of(match["number"]) if match["number"] else (1 if is_singular else None)
    return Stretch(unit, direction * number) if number and direction else Length(unit, number)


def read_distance(match: re.Match[str]) -> Meaning | None:
    """`two weeks ago`."""
    number, unit = number_of(match["number"]), value_of("unit", match["unit"])
    if number is None:
        return Length(unit, None)
    if unit == "decade":
        number, unit = 10 * number, "year"
    return Moved(unit, number * int(value_of("distance", match["distance"])))


def read_years_and_a_half(match: re.Match[str]) -> Meaning | None:
    """`two and a half years ago`."""
    number = number_of(match["number"])
    if number is None or value_of("unit", match["unit"]) != "year":
        return None
    months = 12 * number + 6
    if not match["distance"]:
        return Length("month", months)
    return Moved("month", months * int(value_of("distance", match["distance"])))


def read_length(match: re.Match[str]) -> Meaning | None:
    """`three days`."""
    return Length(value_of("unit", match["unit"]), number_of(match["number"]))


def read_repeated_unit(match: re.Match[str]) -> Meaning | None:
    """`every week`."""
    return Repeated(duration(value_of("unit", match["unit"]), 1))


def read_repeated_weekday(match: re.Match[str]) -> Meaning | None:
    """`every Monday`."""
    weekday = (match["weekday"] or match["plural"][:-1]).casefold()
    return Repeated(f"XXXX-WXX-{weekday_numbers()[weekday]}")


def read_adverb(match: re.Match[str]) -> Meaning | None:
    """`daily`."""
    return Repeated(duration(value_of("set", match["set"]), 1))


def read_season(match: re.Match[str]) -> Meaning | None:
    """`last summer`."""
    first_month = int(value_of("season", match["season"]))
    if not (match["year"] or match["direction"] or match["article"]):
        # `spring` and `fall` are mostly other words.
        return None
    if match["year"]:
        period = season_of(int(match["year"]), first_month)
        return Stated(period.edtf, period)
    return Season(first_month, direction_of(match["direction"]) if match["direction"] else None)


def read_season_alone(match: re.Match[str]) -> Meaning | None:
    """`in summer`."""
    return Season(int(value_of("season_alone", match["season"])))


def read_quarter(match: re.Match[str]) -> Meaning | None:
    """`the first quarter`."""
    ordinal = match["ordinal"]
    number = int(ordinal if ordinal.isdecimal() else value_of("ordinal", ordinal))
    if not 1 <= number <= 4:
        return None
    period = quarter_of(int(match["year"]), number)
    return Stated(period.edtf, period)


def read_bare_quarter(match: re.Match[str]) -> Meaning | None:
    """`the third quarter` near words of business: that of a game is no time of the calendar."""
    ordinal = match["ordinal"]
    number = int(ordinal if ordinal.isdecimal() else value_of("ordinal", ordinal))
    around = match.string[max(0, match.start() - _BUSINESS_REACH) : match.end() + _BUSINESS_REACH]
    is_business = business_words().search(around) is not None
    return Quarter(number) if is_business and 1 <= number <= 4 else None


def read_year_ago(match: re.Match[str]) -> Meaning | None:
    """`the year-ago quarter`."""
    return Moved("year", -1)


def read_half_year(match: re.Match[str]) -> Meaning | None:
    """`the first half of 2023`."""
    ordinal = match["ordinal"]
    number = int(ordinal if ordinal.isdecimal() else value_of("ordinal", ordinal))
    if not 1 <= number <= 2:
        return None
    period = half_of(int(match["year"]), number)
    return Stated(period.edtf, period)


def read_holiday(match: re.Match[str]) -> Meaning | None:
    """`Christmas 2023`."""
    rule = value_of("holiday", match["holiday"])
    if match["year"] is None:
        return Holiday(rule)
    period = day_of(holiday(rule, int(match["year"])))
    return Stated(period.edtf, period)


def read_named(match: re.Match[str]) -> Meaning | None:
    """`World War II`."""
    value = value_of("named_time", match["named"])
    first, _, last = value.partition("/")
    return Stated(value, Period(date.fromisoformat(first), date.fromisoformat(last or first)))
