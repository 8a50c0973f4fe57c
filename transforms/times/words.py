"""The words that speak of time, what each of them stands for, and patterns over their classes."""

import re
from collections.abc import Iterable
from functools import cache

from dateline import seeds
from dateline.transforms.text.dates import month_names
from dateline.transforms.text.lexicon import any_of, any_phrase

_STATED_YEAR = r"(?P<year>(?:1\d|20)\d\d)(?!\d)"
_USES = (
    "unit", "day", "part_of_day", "direction", "direction_in_text", "distance", "season",
    "preposition", "season_alone", "every", "set", "holiday", "named_time", "era_before",
    "era_after", "ordinal", "counted", "section",
)  # fmt: skip


@cache
def values_of(use: str) -> dict[str, str]:
    """The words and phrases of a use, and the value of each."""
    rows = seeds.lexicon("time_words")
    return {row["phrase"].casefold(): row["value"] for row in rows if row["use"] == use}


def value_of(use: str, phrase: str) -> str:
    """The value of a phrase, however its words are spaced and capitalised."""
    return values_of(use)[" ".join(phrase.casefold().split())]


def number_of(phrase: str) -> int | None:
    """The number that figures or words give; None for one that is not said: `several`."""
    if phrase.isdecimal():
        return int(phrase)
    words = " ".join(phrase.casefold().split())
    if words in values_of("vague_number"):
        return None
    return int(value_of("number", words))


def month_number(name: str) -> int:
    """The number of a month, from 1, by its name or abbreviation."""
    return month_names()[name.casefold()]


def direction_of(phrase: str) -> int:
    """How many units away a direction points: `last` is -1."""
    return int(value_of("direction", phrase))


def _words(use: str) -> str:
    return any_phrase("time_words", use)


@cache
def _months() -> str:
    """The names of months and their abbreviations, capitalised."""
    rows = (row for row in seeds.lexicon("months") if row["language"] == "en")
    return _capitalised(row["name"] for row in rows)


@cache
def weekday_numbers() -> dict[str, int]:
    """The number of each day of the week, from 1, by its names."""
    rows = (row for row in seeds.lexicon("weekdays") if row["language"] == "en")
    return {row["name"]: int(row["weekday"]) for row in rows}


def _capitalised(names: Iterable[str]) -> str:
    """A pattern for names with a capital or in capitals, whatever the pattern around it ignores."""
    spelled = [form for name in names for form in (name.capitalize(), name.upper())]
    return f"(?-i:{any_of(spelled)})"


def _weekdays() -> str:
    """The days of the week in full; an abbreviation, such as `sun`, is mostly another word."""
    return _capitalised(name for name in weekday_numbers() if name.endswith("day"))


@cache
def business_words() -> re.Pattern[str]:
    """Words that tell a quarter of a business year from one of a game."""
    return re.compile(rf"\b{_words('business')}\b", re.IGNORECASE)


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern in which `{name}` stands for a class of words."""
    classes = {use: _words(use) for use in _USES}
    numbers = rf"(?P<number>\d{{1,4}}|{_words('number')}|{_words('vague_number')})"
    part = rf"(?:(?:{_words('part')})[\s-]?)?"
    filled = pattern.format_map(
        classes
        | {
            "month_name": _months(),
            "weekday_name": _weekdays(),
            "number": numbers,
            "part": part,
            "year": _STATED_YEAR,
        }
    )
    return re.compile(filled, re.IGNORECASE)
