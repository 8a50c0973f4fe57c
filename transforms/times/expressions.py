"""Where a text names times: dates, parts of the calendar, durations and sets of times.

Each kind of expression is a rule, which is tried near the words that it needs. Where rules meet,
the longest match counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from dateline import seeds
from dateline.transforms.text.dates import find_dates
from dateline.transforms.times.meanings import Meaning, Stated
from dateline.transforms.times.periods import day_of
from dateline.transforms.times.rules import TimeRule, rules
from dateline.transforms.times.words import values_of, weekday_numbers

_FIGURES = re.compile(r"\d[./-]\d")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+")
_LOOKED_FOR = (
    "unit", "day", "part_of_day", "season", "season_alone", "set", "holiday", "named_time",
)  # fmt: skip
# What rules need that is no class.
_WORDS_OF_RULES = ("century", "half", "quarter", "weekend")
_BEHIND_DECADE = ("'", "’")
# How far around its word a rule is tried; no expression is longer.
_RULE_REACH = 60


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression: its span in the searched text, what it means, and the rule."""

    start: int
    end: int
    meaning: Meaning
    rule: str


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
    for rule, group in _rules_near(frozenset(windows)):
        for start, end in windows[rule.needs]:
            for match in rule.pattern.finditer(text, start, end):
                meaning = rule.read(match)
                if meaning is not None:
                    yield Expression(match.start(group), match.end(group), meaning, rule.name)
    if "figure" in windows and _FIGURES.search(text):
        for mention in find_dates(text):
            period = day_of(mention.value) if mention.value else None
            yield Expression(mention.start, mention.end, Stated(mention.edtf, period), "figures")


@lru_cache(maxsize=10_000)
def _rules_near(classes: frozenset[str]) -> tuple[tuple[TimeRule, str | int], ...]:
    """The rules that need one of some classes of words, each with its group for the expression."""
    return tuple(
        (rule, "span" if "span" in rule.pattern.groupindex else 0)
        for rule in rules()
        if rule.needs in classes
    )


def _windows(text: str) -> dict[str, list[tuple[int, int]]]:
    """The stretches around words that speak of time, by the class of the word."""
    classes = _word_classes()
    if _DIGIT.search(text) is None and classes.keys().isdisjoint(_WORD.findall(text.lower())):
        return {}
    windows: dict[str, list[tuple[int, int]]] = {}
    for match in _WORD.finditer(text):
        word = match[0]
        found = classes.get(word.lower()) if word.isalpha() else _figure_classes(match)
        for one in found or ():
            start, end = _around(text, match.start(), match.end())
            known = windows.setdefault(one, [])
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


def _figure_classes(match: re.Match[str]) -> tuple[str, ...]:
    """The classes of a word that is not all letters."""
    word = match[0]
    if word.isdecimal():
        if len(word) != 4:
            return ("figure",)
        is_decade = match.string.startswith(_BEHIND_DECADE, match.end())
        return ("year", "decade", "figure") if is_decade else ("year", "figure")
    if not (word[0].isdecimal() or word[-1].isdecimal()):
        return _word_classes().get(word.lower(), ())
    return ("decade", "figure") if word[-1] == "s" else ("figure",)


@cache
def _word_classes() -> dict[str, tuple[str, ...]]:
    """What rules need, by word; of a phrase, its first word stands for it."""
    classes: dict[str, set[str]] = {}
    for use in _LOOKED_FOR:
        for phrase in values_of(use):
            classes.setdefault(_WORD.findall(phrase)[0], set()).add(use)
    for name in weekday_numbers():
        classes.setdefault(name, set()).add("weekday")
        classes.setdefault(f"{name}s", set()).add("weekday")
    for row in seeds.lexicon("months"):
        if row["language"] == "en":
            classes.setdefault(row["name"], set()).add("month")
    for word in _WORDS_OF_RULES:
        classes.setdefault(word, set()).add(word)
    return {word: tuple(sorted(found)) for word, found in classes.items()}
