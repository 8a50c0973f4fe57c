"""Where a text names times: dates, parts of the calendar, durations and sets of times.

Each kind of expression is a rule: a pattern over named classes of words (`seeds/time_words.csv`)
and what its match means. Where rules meet, the longest match counts.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from dateline import seeds
from dateline.transforms.text.dates import find_dates, month_names
from dateline.transforms.text.lexicon import any_of, any_phrase
from dateline.transforms.times.meanings import (
    Day,
    Holiday,
    Length,
    Meaning,
    Moved,
    Repeated,
    Season,
    Stated,
    Stretch,
    Weekday,
)
from dateline.transforms.times.periods import (
    Period,
    day_of,
    duration,
    holiday,
    month_of,
    season_of,
    year_of,
)

_STATED_YEAR = r"(?P<year>(?:1\d|20)\d\d)(?!\d)"
_FIGURES = re.compile(r"\d[./-]\d")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+")
# How far around its word a rule is tried; no expression is longer.
_RULE_REACH = 60


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression: its span in the searched text, what it means, and the rule."""

    start: int
    end: int
    meaning: Meaning
    rule: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """A kind of expression; the group `span`, where the pattern has one, is the expression.

    It is looked for near words of the class `needs` only.
    """

    name: str
    needs: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Meaning | None]


def find_expressions(text: str) -> list[Expression]:
    """Find the time expressions of a text, in order; none overlaps another."""
    found = sorted(_matches(text), key=lambda one: (one.start, -one.end))
    kept: list[Expression] = []
    for expression in found:
        if not kept or expression.start >= kept[-1].end:
            kept.append(expression)
        elif expression.end - expression.start > kept[-1].end - kept[-1].start:
            kept[-1] = expression
    return kept


def _matches(text: str) -> Iterator[Expression]:
    windows = _windows(text)
    for rule in _rules() if windows else ():
        group = "span" if "span" in rule.pattern.groupindex else 0
        for start, end in windows.get(rule.needs, ()):
            for match in rule.pattern.finditer(text, start, end):
                meaning = rule.read(match)
                if meaning is not None:
                    yield Expression(match.start(group), match.end(group), meaning, rule.name)
    if "figure" in windows and _FIGURES.search(text):
        for mention in find_dates(text):
            period = day_of(mention.value) if mention.value else None
            yield Expression(mention.start, mention.end, Stated(mention.edtf, period), "figures")


def _windows(text: str) -> dict[str, list[tuple[int, int]]]:
    """The stretches around words that speak of time, by the class of the word."""
    classes = _word_classes()
    if _DIGIT.search(text) is None and classes.keys().isdisjoint(_WORD.findall(text.lower())):
        return {}
    windows: dict[str, list[tuple[int, int]]] = {}
    for match in _WORD.finditer(text):
        word = match.group()
        has_figures = word[0].isdecimal() or word[-1].isdecimal()
        for found in _figure_classes(word) if has_figures else classes.get(word.lower(), ()):
            start, end = _around(text, match.start(), match.end())
            known = windows.setdefault(found, [])
            if known and known[-1][1] >= start:
                known[-1] = (known[-1][0], end)
            else:
                known.append((start, end))
    return windows


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with the words around it; it begins and ends at a space, if one is near."""
    farthest, last_word = max(0, start - 2 * _RULE_REACH), min(len(text), end + 2 * _RULE_REACH)
    first = text.rfind(" ", farthest, max(0, start - _RULE_REACH))
    last = text.find(" ", end + _RULE_REACH, last_word)
    return farthest if first < 0 else first + 1, last_word if last < 0 else last


def _figure_classes(word: str) -> tuple[str, ...]:
    if word.isdecimal():
        return ("year", "decade", "figure") if len(word) == 4 else ("figure",)
    return ("decade", "figure") if word[-1] == "s" else ("figure",)


@cache
def _word_classes() -> dict[str, tuple[str, ...]]:
    """The classes that rules need, by word; of a phrase, its first word stands for it."""
    classes: dict[str, set[str]] = {}
    for use in _LOOKED_FOR:
        for phrase in _values(use):
            classes.setdefault(_WORD.findall(phrase)[0], set()).add(use)
    for name in _weekday_values():
        classes.setdefault(name, set()).add("weekday")
        classes.setdefault(f"{name}s", set()).add("weekday")
    for row in seeds.lexicon("months"):
        if row["language"] == "en":
            classes.setdefault(row["name"], set()).add("month")
    return {word: tuple(sorted(found)) for word, found in classes.items()}


@cache
def _values(use: str) -> dict[str, str]:
    rows = seeds.lexicon("time_words")
    return {row["phrase"].casefold(): row["value"] for row in rows if row["use"] == use}


def _value(use: str, phrase: str) -> str:
    return _values(use)[" ".join(phrase.casefold().split())]


def _number(phrase: str) -> int | None:
    """The number that figures or words give; None for one that is not said: `several`."""
    if phrase.isdecimal():
        return int(phrase)
    words = " ".join(phrase.casefold().split())
    if words in _values("vague_number"):
        return None
    return int(_value("number", words))


def _month(name: str) -> int:
    return month_names()[name.casefold()]


def _words(use: str) -> str:
    return any_phrase("time_words", use)


@cache
def _months() -> str:
    """The names of months and their abbreviations, capitalised."""
    rows = (row for row in seeds.lexicon("months") if row["language"] == "en")
    return _capitalised(row["name"] for row in rows)


@cache
def _weekday_values() -> dict[str, int]:
    rows = (row for row in seeds.lexicon("weekdays") if row["language"] == "en")
    return {row["name"]: int(row["weekday"]) for row in rows}


def _capitalised(names: Iterator[str]) -> str:
    """A pattern for names with a capital or in capitals, whatever the pattern around it ignores."""
    spelled = [form for name in names for form in (name.capitalize(), name.upper())]
    return f"(?-i:{any_of(spelled)})"


def _weekdays() -> str:
    """The days of the week in full; an abbreviation, such as `sun`, is mostly another word."""
    return _capitalised(name for name in _weekday_values() if name.endswith("day"))


def _compiled(pattern: str) -> re.Pattern[str]:
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


_USES = (
    "unit", "day", "part_of_day", "direction", "direction_in_text", "distance", "season",
    "preposition", "season_alone", "every", "set", "holiday", "named_time", "era_before",
    "era_after", "ordinal", "counted",
)  # fmt: skip
_LOOKED_FOR = (
    "unit", "day", "part_of_day", "season", "season_alone", "set", "holiday", "named_time",
)  # fmt: skip


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(name, needs, _compiled(pattern), read) for name, needs, pattern, read in _FORMS
    )


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _date(match: re.Match[str]) -> Meaning | None:
    """`May 3`, `3 May 2024`, `5–6 September 2019`."""
    month, day = _month(match["month"]), int(match["date"])
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
    period = month_of(date(int(match["year"]), _month(match["month"]), 1))
    return Stated(period.edtf, period)


def _bare_month(match: re.Match[str]) -> Meaning | None:
    direction = match["direction"]
    return Day(_month(match["month"]), direction=_direction(direction) if direction else None)


def _direction(phrase: str) -> int:
    return int(_value("direction", phrase))


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
    number = int(phrase[:-2]) if phrase[:-2].isdecimal() else int(_value("ordinal", phrase))
    if not 1 < number <= 21 or match["before"]:
        return None
    period = year_of(100 * (number - 1), 100)
    return Stated(period.edtf, period)


def _near_day(match: re.Match[str]) -> Meaning | None:
    return Moved("day", int(_value("day", match["day"])))


def _part_of_day(match: re.Match[str]) -> Meaning | None:
    return Moved("day", _direction(match["direction"]))


def _part_of_day_in_text(match: re.Match[str]) -> Meaning | None:
    return Moved("day", int(_value("direction_in_text", match["direction"])), is_in_text=True)


def _weekday(match: re.Match[str]) -> Meaning | None:
    direction = match["direction"]
    weekday = _weekday_values()[match["weekday"].casefold()]
    return Weekday(weekday, _direction(direction) if direction else None)


def _unit(match: re.Match[str]) -> Meaning | None:
    return Moved(_value("unit", match["unit"]), _direction(match["direction"]))


def _unit_in_text(match: re.Match[str]) -> Meaning | None:
    amount = int(_value("direction_in_text", match["direction"]))
    return Moved(_value("unit", match["unit"]), amount, is_in_text=True)


def _stretch(match: re.Match[str]) -> Meaning | None:
    """`the past two years`, `the last week`; `the coming weeks` is of no known length."""
    unit, direction = _value("unit", match["unit"]), _direction(match["direction"])
    is_singular = match["unit"].casefold() == unit
    if match["number"] is None and is_singular and (not match["article"] or not direction):
        return Moved(unit, direction)
    number = _number(match["number"]) if match["number"] else (1 if is_singular else None)
    return Stretch(unit, direction * number) if number and direction else Length(unit, number)


def _distance(match: re.Match[str]) -> Meaning | None:
    number, unit = _number(match["number"]), _value("unit", match["unit"])
    if number is None:
        return Length(unit, None)
    if unit == "decade":
        number, unit = 10 * number, "year"
    return Moved(unit, number * int(_value("distance", match["distance"])))


def _length(match: re.Match[str]) -> Meaning | None:
    return Length(_value("unit", match["unit"]), _number(match["number"]))


def _repeated_unit(match: re.Match[str]) -> Meaning | None:
    return Repeated(duration(_value("unit", match["unit"]), 1))


def _repeated_weekday(match: re.Match[str]) -> Meaning | None:
    weekday = (match["weekday"] or match["plural"][:-1]).casefold()
    return Repeated(f"XXXX-WXX-{_weekday_values()[weekday]}")


def _adverb(match: re.Match[str]) -> Meaning | None:
    return Repeated(duration(_value("set", match["set"]), 1))


def _season(match: re.Match[str]) -> Meaning | None:
    first_month = int(_value("season", match["season"]))
    if not (match["year"] or match["direction"] or match["article"]):
        # `spring` and `fall` are mostly other words.
        return None
    if match["year"]:
        period = season_of(int(match["year"]), first_month)
        return Stated(period.edtf, period)
    return Season(first_month, _direction(match["direction"]) if match["direction"] else None)


def _season_alone(match: re.Match[str]) -> Meaning | None:
    return Season(int(_value("season_alone", match["season"])))


def _quarter(match: re.Match[str]) -> Meaning | None:
    ordinal = match["ordinal"]
    number = int(ordinal if ordinal.isdecimal() else _value("ordinal", ordinal))
    if number > 4:
        return None
    first = date(int(match["year"]), 3 * number - 2, 1)
    period = Period(first, month_of(date(first.year, first.month + 2, 1)).last)
    return Stated(period.edtf, period)


def _holiday(match: re.Match[str]) -> Meaning | None:
    rule = _value("holiday", match["holiday"])
    if match["year"] is None:
        return Holiday(rule)
    period = day_of(holiday(rule, int(match["year"])))
    return Stated(period.edtf, period)


def _named(match: re.Match[str]) -> Meaning | None:
    value = _value("named_time", match["named"])
    first, _, last = value.partition("/")
    return Stated(value, Period(date.fromisoformat(first), date.fromisoformat(last or first)))


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
        r"(?:\s?[–-]\s?(?P<last_date>\d{{1,2}}))?\s(?:day\s)?(?:of\s)?(?P<month>{month_name})\b"
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
        r"|(?<=the\s)['’]?(?P<short>[2-9]0)s\b)",
        _decade,
    ),
    (
        "century",
        "unit",
        r"\b(?:the\s)?{part}(?P<century>\d{{1,2}}(?:st|nd|rd|th)|{ordinal})[\s-]century\b"
        r"(?P<before>\s?{era_before})?",
        _century,
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
        r"\b(?:(?P<direction>{direction})\s)?(?P<weekday>{weekday_name})\b(?:\s{part_of_day}\b)?",
        _weekday,
    ),
    ("unit", "unit", r"\b{part}(?<!the\s)(?P<direction>{direction})\s(?P<unit>{unit})\b", _unit),
    (
        "unit",
        "unit",
        r"\b(?:the\s)?(?P<direction>{direction_in_text})\s(?P<unit>{unit})\b",
        _unit_in_text,
    ),
    (
        "stretch",
        "unit",
        r"\b(?P<article>the\s)?(?P<direction>{direction})\s(?:{number}[\s-])?(?P<unit>{unit})\b",
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
    ("quarter", "year", r"\b(?-i:Q)(?P<ordinal>[1-4])\s{year}", _quarter),
    ("holiday", "holiday", r"\b(?-i:(?P<holiday>{holiday}))\b(?:,?\s{year})?", _holiday),
    ("named_time", "named_time", r"(?<!\w)(?:the\s)?(?P<named>{named_time})(?!\w)", _named),
)
