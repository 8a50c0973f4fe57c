"""The kinds of time expressions, a rule each: a pattern and what its match means.

Patterns are written over named classes of words (`seeds/time_words.csv`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

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
    compiled,
    direction_of,
    month_number,
    number_of,
    value_of,
    weekday_numbers,
)


@dataclass(frozen=True, slots=True)
class TimeRule:
    """A kind of expression; the group `span`, where the pattern has one, is the expression.

    It is looked for near words of the class `needs` only.
    """

    name: str
    needs: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Meaning | None]


@cache
def rules() -> tuple[TimeRule, ...]:
    """Every kind of expression; of two that match the same words, the first counts."""
    return tuple(
        TimeRule(name, needs, compiled(pattern), read) for name, needs, pattern, read in _FORMS
    )


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _date(match: re.Match[str]) -> Meaning | None:
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


def _month_of_year(match: re.Match[str]) -> Meaning | None:
    period = month_of(date(int(match["year"]), month_number(match["month"]), 1))
    return Stated(period.edtf, period)


def _month_of_range(match: re.Match[str]) -> Meaning | None:
    """The first month of a range whose year stands behind the last: `from May to July 2020`."""
    month, year = month_number(match["month"]), int(match["year"])
    # Of `November to February 2020`, the first is of the year before.
    period = month_of(date(year - (month > month_number(match["last_month"])), month, 1))
    return Stated(period.edtf, period)


def _bare_month(match: re.Match[str]) -> Meaning | None:
    direction = match["direction"]
    return Day(
        month_number(match["month"]), direction=direction_of(direction) if direction else None
    )


def _year(match: re.Match[str]) -> Meaning | None:
    year = int(match["year"])
    return Stated(f"{year:04d}", year_of(year))


def _last_year(match: re.Match[str]) -> Meaning | None:
    """The year that a range ends with in two figures: `1871–72`."""
    first = int(match["year"])
    last = first - first % 100 + int(match["span"])
    return Stated(f"{last:04d}", year_of(last)) if last > first else None


def _early_year(match: re.Match[str]) -> Meaning | None:
    year = int(match["early"])
    return Stated(f"{year:04d}", year_of(year)) if year else None


def _year_of_era(match: re.Match[str]) -> Meaning | None:
    """In EDTF year 0 is 1 BC, so that 776 BC is `-0775`."""
    year = int(match["era_year"] or match["year_behind"])
    if match["before"]:
        return Stated(f"-{year - 1:04d}" if year > 1 else "0000")
    return Stated(f"{year:04d}") if year else None


def _decade(match: re.Match[str]) -> Meaning | None:
    first = int(match["decade"]) if match["decade"] else 1900 + int(match["short"])
    period = year_of(first, 100 if first % 100 == 0 and first < 2000 else 10)
    return Stated(period.edtf, period)


def _century(match: re.Match[str]) -> Meaning | None:
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


def _near_day(match: re.Match[str]) -> Meaning | None:
    return Moved("day", int(value_of("day", match["day"])))


def _part_of_day(match: re.Match[str]) -> Meaning | None:
    return Moved("day", direction_of(match["direction"]))


def _part_of_day_in_text(match: re.Match[str]) -> Meaning | None:
    return Moved("day", int(value_of("direction_in_text", match["direction"])), is_in_text=True)


def _weekday(match: re.Match[str]) -> Meaning | None:
    direction = match["direction"]
    weekday = weekday_numbers()[match["weekday"].casefold()]
    return Weekday(weekday, direction_of(direction) if direction else None)


def _weekday_of_week(match: re.Match[str]) -> Meaning | None:
    weekday = weekday_numbers()[match["weekday"].casefold()]
    return WeekdayOfWeek(weekday, direction_of(match["direction"]))


def _day_but_one(match: re.Match[str]) -> Meaning | None:
    day = int(value_of("day", match["day"]))
    return Moved("day", 2 * day) if day else None


def _weekend(match: re.Match[str]) -> Meaning | None:
    return Weekend()


def _half(match: re.Match[str]) -> Meaning | None:
    unit = value_of("unit", match["unit"])
    return Half(unit) if unit in HALVED else None


def _part_of_unit(match: re.Match[str]) -> Meaning | None:
    """`the end of the year`: the whole of it, as `the end of March` is all of March."""
    unit = value_of("unit", match["unit"])
    return Moved(unit, 0) if unit in _CALENDAR_UNITS else None


def _unit(match: re.Match[str]) -> Meaning | None:
    return Moved(value_of("unit", match["unit"]), direction_of(match["direction"]))


def _unit_in_text(match: re.Match[str]) -> Meaning | None:
    amount = int(value_of("direction_in_text", match["direction"]))
    return Moved(value_of("unit", match["unit"]), amount, is_in_text=True)


def _stretch(match: re.Match[str]) -> Meaning | None:
    """`the past two years`, `the last week`; `the coming weeks` is of no known length."""
    unit, direction = value_of("unit", match["unit"]), direction_of(match["direction"])
    is_singular = match["unit"].casefold() == unit
    if match["number"] is None and is_singular and (not match["article"] or not direction):
        return Moved(unit, direction)
    number = number_of(match["number"]) if match["number"] else (1 if is_singular else None)
    return Stretch(unit, direction * number) if number and direction else Length(unit, number)


def _distance(match: re.Match[str]) -> Meaning | None:
    number, unit = number_of(match["number"]), value_of("unit", match["unit"])
    if number is None:
        return Length(unit, None)
    if unit == "decade":
        number, unit = 10 * number, "year"
    return Moved(unit, number * int(value_of("distance", match["distance"])))


def _years_and_a_half(match: re.Match[str]) -> Meaning | None:
    number = number_of(match["number"])
    if number is None or value_of("unit", match["unit"]) != "year":
        return None
    months = 12 * number + 6
    if not match["distance"]:
        return Length("month", months)
    return Moved("month", months * int(value_of("distance", match["distance"])))


def _length(match: re.Match[str]) -> Meaning | None:
    return Length(value_of("unit", match["unit"]), number_of(match["number"]))


def _repeated_unit(match: re.Match[str]) -> Meaning | None:
    return Repeated(duration(value_of("unit", match["unit"]), 1))


def _repeated_weekday(match: re.Match[str]) -> Meaning | None:
    weekday = (match["weekday"] or match["plural"][:-1]).casefold()
    return Repeated(f"XXXX-WXX-{weekday_numbers()[weekday]}")


def _adverb(match: re.Match[str]) -> Meaning | None:
    return Repeated(duration(value_of("set", match["set"]), 1))


def _season(match: re.Match[str]) -> Meaning | None:
    first_month = int(value_of("season", match["season"]))
    if not (match["year"] or match["direction"] or match["article"]):
        # `spring` and `fall` are mostly other words.
        return None
    if match["year"]:
        period = season_of(int(match["year"]), first_month)
        return Stated(period.edtf, period)
    return Season(first_month, direction_of(match["direction"]) if match["direction"] else None)


def _season_alone(match: re.Match[str]) -> Meaning | None:
    return Season(int(value_of("season_alone", match["season"])))


def _quarter(match: re.Match[str]) -> Meaning | None:
    ordinal = match["ordinal"]
    number = int(ordinal if ordinal.isdecimal() else value_of("ordinal", ordinal))
    if not 1 <= number <= 4:
        return None
    period = quarter_of(int(match["year"]), number)
    return Stated(period.edtf, period)


def _bare_quarter(match: re.Match[str]) -> Meaning | None:
    """A quarter near words of business: that of a game is no time of the calendar."""
    ordinal = match["ordinal"]
    number = int(ordinal if ordinal.isdecimal() else value_of("ordinal", ordinal))
    around = match.string[max(0, match.start() - _BUSINESS_REACH) : match.end() + _BUSINESS_REACH]
    is_business = business_words().search(around) is not None
    return Quarter(number) if is_business and 1 <= number <= 4 else None


def _year_ago(match: re.Match[str]) -> Meaning | None:
    return Moved("year", -1)


def _half_year(match: re.Match[str]) -> Meaning | None:
    ordinal = match["ordinal"]
    number = int(ordinal if ordinal.isdecimal() else value_of("ordinal", ordinal))
    if not 1 <= number <= 2:
        return None
    period = half_of(int(match["year"]), number)
    return Stated(period.edtf, period)


def _holiday(match: re.Match[str]) -> Meaning | None:
    rule = value_of("holiday", match["holiday"])
    if match["year"] is None:
        return Holiday(rule)
    period = day_of(holiday(rule, int(match["year"])))
    return Stated(period.edtf, period)


def _named(match: re.Match[str]) -> Meaning | None:
    value = value_of("named_time", match["named"])
    first, _, last = value.partition("/")
    return Stated(value, Period(date.fromisoformat(first), date.fromisoformat(last or first)))


# `At the end of the day` is mostly said of no day.
_CALENDAR_UNITS = frozenset({"week", "month", "quarter", "year", "decade", "century"})
# How many characters around a quarter words of business are looked for.
_BUSINESS_REACH = 80

_FORMS: tuple[tuple[str, str, str, Callable[[re.Match[str]], Meaning | None]], ...] = (
    (
        "date",
        "month",
        r"\b(?:{weekday_name},?\s+(?:the\s+)?)?(?P<month>{month_name})\.?\s+"
        r"(?P<date>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[–-]\s?(?P<last_date>\d{{1,2}}))?(?![\d:])"
        r"(?:(?:,\s*|\s+){year}(?!,\d))?",
        _date,
    ),
    (
        "date",
        "month",
        r"(?<![\d.,/])(?:{weekday_name},?\s+)?(?:the\s+)?(?P<date>\d{{1,2}})(?:st|nd|rd|th)?"
        r"(?:(?:\s?[–-]\s?|\s(?:to|and)\s)(?P<last_date>\d{{1,2}})(?:st|nd|rd|th)?)?"
        r"\s(?:day\s)?(?:of\s)?(?P<month>{month_name})\b"
        r"(?:\.(?=,?\s\w))?(?:,?\s+{year})?",
        _date,
    ),
    (
        "month",
        "month",
        r"\b{part}(?P<month>{month_name})\.?,?\s+(?:of\s+)?{year}",
        _month_of_year,
    ),
    (
        "month",
        "month",
        r"\b(?P<span>{part}(?P<month>{month_name})\b)"
        r"(?=\.?(?:\s(?:to|through|until|and)\s|\s?[–-]\s?){part}(?P<last_month>{month_name})"
        r"\.?,?\s(?:of\s)?{year})",
        _month_of_range,
    ),
    (
        "month",
        "month",
        r"\b(?:(?:{preposition}|(?P<direction>{direction}))\s+)(?P<span>{part}"
        r"(?P<month>{month_name})\b)(?!\.?\s?\d)",
        _bare_month,
    ),
    (
        "year",
        "year",
        r"(?<![\w$€£.,/:+-]){year}(?![%\w]|[.,:/]\d|\s{counted}\b)",
        _year,
    ),
    (
        "year",
        "year",
        r"(?<![\w$€£.,/:+-]){year}\s?[–-]\s?(?P<span>\d\d)(?![\w%]|[.,:/-]\d)",
        _last_year,
    ),
    ("year", "figure", r"\bthe year (?P<early>\d{{1,4}})\b", _early_year),
    (
        "year",
        "figure",
        r"\b(?:(?P<era_year>\d{{1,4}})\s?(?:(?P<before>{era_before})|{era_after})(?!\w)"
        r"|(?-i:AD|A\.D\.)\s?(?P<year_behind>\d{{1,4}})\b)",
        _year_of_era,
    ),
    (
        "decade",
        "decade",
        r"(?:\bthe\s)?{part}(?<![\d.,$€£])(?:(?P<decade>(?:1\d|20)\d0)['’]?s\b"
        r"|(?:(?<=the\s)['’]?|(?<!\w)['’])(?P<short>[2-9]0)s\b)",
        _decade,
    ),
    (
        "century",
        "unit",
        r"\b(?:the\s)?{part}(?P<century>\d{{1,2}}(?:st|nd|rd|th)|{ordinal})[\s-]century\b"
        r"(?P<before>\s?{era_before})?",
        _century,
    ),
    (
        "near_day",
        "day",
        r"\bthe\sday\s(?:before|after)\s(?P<day>{day})\b",
        _day_but_one,
    ),
    ("near_day", "day", r"\b(?P<day>{day})\b(?:\s{part_of_day}\b)?", _near_day),
    (
        "near_day",
        "part_of_day",
        r"\b{part}(?P<direction>{direction})\s{part_of_day}\b",
        _part_of_day,
    ),
    (
        "near_day",
        "part_of_day",
        r"\bthe\s(?P<direction>{direction_in_text})\s{part_of_day}\b",
        _part_of_day_in_text,
    ),
    (
        "weekday",
        "weekday",
        r"\b(?P<weekday>{weekday_name})(?:\s{part_of_day})?\s(?:of\s)?(?P<direction>{direction})"
        r"\sweek\b",
        _weekday_of_week,
    ),
    (
        "weekday",
        "weekday",
        r"\b(?:(?P<direction>{direction})\s)?(?P<weekday>{weekday_name})\b(?:\s{part_of_day}\b)?",
        _weekday,
    ),
    (
        "unit",
        "unit",
        r"\b(?:over|during|on)\s(?P<span>the\s(?P<unit>weekend))\b(?!\sof\b)",
        _weekend,
    ),
    (
        "unit",
        "unit",
        r"\b(?:the\s)?{section}\sof\sthe\s(?P<unit>{unit})\b",
        _part_of_unit,
    ),
    ("length", "unit", r"\bhalf\san?\s(?P<unit>{unit})\b", _half),
    (
        "distance",
        "unit",
        r"(?<![\w.,]){number}\sand\sa\shalf\s(?P<unit>{unit})\b(?:\s(?P<distance>{distance})\b)?",
        _years_and_a_half,
    ),
    (
        "unit",
        "unit",
        r"\b{part}(?<!the\s)(?P<direction>{direction})\s(?P<unit>{unit})\b(?!\sof\s)",
        _unit,
    ),
    (
        "unit",
        "unit",
        r"\b(?:the\s)?(?P<direction>{direction_in_text})\s(?P<unit>{unit})\b",
        _unit_in_text,
    ),
    (
        "stretch",
        "unit",
        r"\b(?P<article>the\s)?(?P<direction>{direction})\s(?:{number}[\s-])?(?P<unit>{unit})\b(?!\sof\s)",
        _stretch,
    ),
    (
        "distance",
        "unit",
        r"(?<![\w.,]){number}\s(?P<unit>{unit})\s(?P<distance>{distance})\b",
        _distance,
    ),
    (
        "length",
        "unit",
        r"(?<![\w.,$€£]){number}[\s-](?P<unit>{unit})\b(?![\s-]old\b)",
        _length,
    ),
    ("set", "unit", r"\b{every}\s(?P<unit>{unit})\b", _repeated_unit),
    (
        "set",
        "weekday",
        r"\b(?:{every}\s(?P<weekday>{weekday_name})\b|(?P<plural>{weekday_name}s)\b)",
        _repeated_weekday,
    ),
    ("set", "set", r"\b(?P<set>{set})\b", _adverb),
    (
        "season",
        "season",
        r"\b(?:{preposition}\s)?(?P<span>(?:(?P<direction>{direction})\s|(?P<article>the\s))?"
        r"{part}(?P<season>{season})\b(?:\s(?:of\s)?{year})?)",
        _season,
    ),
    ("season", "season", r"\b{part}(?P<season>{season_alone})\b", _season_alone),
    (
        "quarter",
        "unit",
        r"\b(?:the\s)?(?P<ordinal>{ordinal})\squarter\s(?:of\s)?{year}",
        _quarter,
    ),
    (
        "quarter",
        "unit",
        r"\b(?:the\s)?(?P<ordinal>{ordinal})[\s-]quarter\b",
        _bare_quarter,
    ),
    ("quarter", "figure", r"\b(?-i:Q)(?P<ordinal>[1-4])\b", _bare_quarter),
    ("quarter", "unit", r"\b(?:the\s)?year-(?:ago|earlier)\s(?:quarter|period)\b", _year_ago),
    (
        "half",
        "year",
        r"\b(?:the\s)?(?:(?P<ordinal>first|second)\shalf\s(?:of\s)?){year}",
        _half_year,
    ),
    ("half", "year", r"\b(?-i:H)(?P<ordinal>[12])\s{year}", _half_year),
    ("quarter", "year", r"\b(?-i:Q)(?P<ordinal>[1-4])\s{year}", _quarter),
    ("holiday", "holiday", r"\b(?-i:(?P<holiday>{holiday}))\b(?:,?\s{year})?", _holiday),
    ("named_time", "named_time", r"(?<!\w)(?:the\s)?(?P<named>{named_time})(?!\w)", _named),
)
