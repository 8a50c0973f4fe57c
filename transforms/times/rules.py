"""The kinds of time expressions, a rule each: a pattern and what its match means.

Patterns are written over named classes of words (`seeds/time_words.csv`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from dateline.transforms.times.meanings import Meaning
from dateline.transforms.times.readings import (
    read_adverb,
    read_bare_month,
    read_bare_quarter,
    read_century,
    read_date,
    read_day_but_one,
    read_decade,
    read_distance,
    read_early_year,
    read_half,
    read_half_year,
    read_holiday,
    read_last_year,
    read_length,
    read_month_of_range,
    read_month_of_year,
    read_named,
    read_near_day,
    read_part_of_day,
    read_part_of_day_in_text,
    read_part_of_unit,
    read_quarter,
    read_repeated_unit,
    read_repeated_weekday,
    read_season,
    read_season_alone,
    read_stretch,
    read_unit,
    read_unit_in_text,
    read_weekday,
    read_weekday_of_week,
    read_weekend,
    read_year,
    read_year_ago,
    read_year_of_era,
    read_years_and_a_half,
)
from dateline.transforms.times.words import (
    compiled,
)


@dataclass(frozen=True, slots=True)
class TimeRule:
    """A kind of expression; the group `span`, where the pattern has one, is the expression.

    It is looked for near words of the class `needs` only, or near that word where it is no class.
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


_FORMS: tuple[tuple[str, str, str, Callable[[re.Match[str]], Meaning | None]], ...] = (
    (
        "date",
        "month",
        r"\b(?:{weekday_name},?\s+(?:the\s+)?)?(?P<month>{month_name})\.?\s+"
        r"(?P<date>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[–-]\s?(?P<last_date>\d{{1,2}}))?(?![\d:])"
        r"(?:(?:,\s*|\s+){year}(?!,\d))?",
        read_date,
    ),
    (
        "date",
        "month",
        r"(?<![\d.,/])(?:{weekday_name},?\s+)?(?:the\s+)?(?P<date>\d{{1,2}})(?:st|nd|rd|th)?"
        r"(?:(?:\s?[–-]\s?|\s(?:to|and)\s)(?P<last_date>\d{{1,2}})(?:st|nd|rd|th)?)?"
        r"\s(?:day\s)?(?:of\s)?(?P<month>{month_name})\b"
        r"(?:\.(?=,?\s\w))?(?:,?\s+{year})?",
        read_date,
    ),
    (
        "month",
        "month",
        r"\b{part}(?P<month>{month_name})\.?,?\s+(?:of\s+)?{year}",
        read_month_of_year,
    ),
    (
        "month",
        "month",
        r"\b(?P<span>{part}(?P<month>{month_name})\b)"
        r"(?=\.?(?:\s(?:to|through|until|and)\s|\s?[–-]\s?){part}(?P<last_month>{month_name})"
        r"\.?,?\s(?:of\s)?{year})",
        read_month_of_range,
    ),
    (
        "month",
        "month",
        r"\b(?:(?:{preposition}|(?P<direction>{direction}))\s+)(?P<span>{part}"
        r"(?P<month>{month_name})\b)(?!\.?\s?\d)",
        read_bare_month,
    ),
    (
        "year",
        "year",
        r"(?<![\w$€£.,/:+-]){year}(?![%\w]|[.,:/]\d|\s{counted}\b)",
        read_year,
    ),
    (
        "year",
        "year",
        r"(?<![\w$€£.,/:+-]){year}\s?[–-]\s?(?P<span>\d\d)(?![\w%]|[.,:/-]\d)",
        read_last_year,
    ),
    ("year", "figure", r"\bthe year (?P<early>\d{{1,4}})\b", read_early_year),
    (
        "year",
        "figure",
        r"\b(?:(?P<era_year>\d{{1,4}})\s?(?:(?P<before>{era_before})|{era_after})(?!\w)"
        r"|(?-i:AD|A\.D\.)\s?(?P<year_behind>\d{{1,4}})\b)",
        read_year_of_era,
    ),
    (
        "decade",
        "decade",
        r"(?:\bthe\s)?{part}(?<![\d.,$€£])(?:(?P<decade>(?:1\d|20)\d0)['’]?s\b"
        r"|(?:(?<=the\s)['’]?|(?<!\w)['’])(?P<short>[2-9]0)s\b)",
        read_decade,
    ),
    (
        "century",
        "century",
        r"\b(?:the\s)?{part}(?P<century>\d{{1,2}}(?:st|nd|rd|th)|{ordinal})[\s-]century\b"
        r"(?P<before>\s?{era_before})?",
        read_century,
    ),
    (
        "near_day",
        "day",
        r"\bthe\sday\s(?:before|after)\s(?P<day>{day})\b",
        read_day_but_one,
    ),
    ("near_day", "day", r"\b(?P<day>{day})\b(?:\s{part_of_day}\b)?", read_near_day),
    (
        "near_day",
        "part_of_day",
        r"\b{part}(?P<direction>{direction})\s{part_of_day}\b",
        read_part_of_day,
    ),
    (
        "near_day",
        "part_of_day",
        r"\bthe\s(?P<direction>{direction_in_text})\s{part_of_day}\b",
        read_part_of_day_in_text,
    ),
    (
        "weekday",
        "weekday",
        r"\b(?P<weekday>{weekday_name})(?:\s{part_of_day})?\s(?:of\s)?(?P<direction>{direction})"
        r"\sweek\b",
        read_weekday_of_week,
    ),
    (
        "weekday",
        "weekday",
        r"\b(?:(?P<direction>{direction})\s)?(?P<weekday>{weekday_name})\b(?:\s{part_of_day}\b)?",
        read_weekday,
    ),
    (
        "unit",
        "weekend",
        r"\b(?:over|during|on)\s(?P<span>the\s(?P<unit>weekend))\b(?!\sof\b)",
        read_weekend,
    ),
    (
        "unit",
        "unit",
        r"\b(?:the\s)?{section}\sof\sthe\s(?P<unit>{unit})\b",
        read_part_of_unit,
    ),
    ("length", "half", r"\bhalf\san?\s(?P<unit>{unit})\b", read_half),
    (
        "distance",
        "half",
        r"(?<![\w.,]){number}\sand\sa\shalf\s(?P<unit>{unit})\b(?:\s(?P<distance>{distance})\b)?",
        read_years_and_a_half,
    ),
    (
        "unit",
        "unit",
        r"\b{part}(?<!the\s)(?P<direction>{direction})\s(?P<unit>{unit})\b(?!\sof\s)",
        read_unit,
    ),
    (
        "unit",
        "unit",
        r"\b(?:the\s)?(?P<direction>{direction_in_text})\s(?P<unit>{unit})\b",
        read_unit_in_text,
    ),
    (
        "stretch",
        "unit",
        r"\b(?P<article>the\s)?(?P<direction>{direction})\s(?:{number}[\s-])?(?P<unit>{unit})\b(?!\sof\s)",
        read_stretch,
    ),
    (
        "distance",
        "unit",
        r"(?<![\w.,]){number}\s(?P<unit>{unit})\s(?P<distance>{distance})\b",
        read_distance,
    ),
    (
        "length",
        "unit",
        r"(?<![\w.,$€£]){number}[\s-](?P<unit>{unit})\b(?![\s-]old\b)",
        read_length,
    ),
    ("set", "unit", r"\b{every}\s(?P<unit>{unit})\b", read_repeated_unit),
    (
        "set",
        "weekday",
        r"\b(?:{every}\s(?P<weekday>{weekday_name})\b|(?P<plural>{weekday_name}s)\b)",
        read_repeated_weekday,
    ),
    ("set", "set", r"\b(?P<set>{set})\b", read_adverb),
    (
        "season",
        "season",
        r"\b(?:{preposition}\s)?(?P<span>(?:(?P<direction>{direction})\s|(?P<article>the\s))?"
        r"{part}(?P<season>{season})\b(?:\s(?:of\s)?{year})?)",
        read_season,
    ),
    ("season", "season", r"\b{part}(?P<season>{season_alone})\b", read_season_alone),
    (
        "quarter",
        "quarter",
        r"\b(?:the\s)?(?P<ordinal>{ordinal})\squarter\s(?:of\s)?{year}",
        read_quarter,
    ),
    (
        "quarter",
        "quarter",
        r"\b(?:the\s)?(?P<ordinal>{ordinal})[\s-]quarter\b",
        read_bare_quarter,
    ),
    ("quarter", "figure", r"\b(?-i:Q)(?P<ordinal>[1-4])\b", read_bare_quarter),
    ("quarter", "unit", r"\b(?:the\s)?year-(?:ago|earlier)\s(?:quarter|period)\b", read_year_ago),
    (
        "half",
        "year",
        r"\b(?:the\s)?(?:(?P<ordinal>first|second)\shalf\s(?:of\s)?){year}",
        read_half_year,
    ),
    ("half", "year", r"\b(?-i:H)(?P<ordinal>[12])\s{year}", read_half_year),
    ("quarter", "year", r"\b(?-i:Q)(?P<ordinal>[1-4])\s{year}", read_quarter),
    ("holiday", "holiday", r"\b(?-i:(?P<holiday>{holiday}))\b(?:,?\s{year})?", read_holiday),
    ("named_time", "named_time", r"(?<!\w)(?:the\s)?(?P<named>{named_time})(?!\w)", read_named),
)
