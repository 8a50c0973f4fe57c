"""Lines known by their shape: ages, dates, captions, source credits."""

import re
from collections.abc import Sequence
from functools import cache

from dateline.transforms.text.dates import date_words, find_dates
from dateline.transforms.text.lexicon import any_phrase
from dateline.transforms.text.page_kind_phrases import opening_phrases

_WORDS = re.compile(r"[^\W\d_]+(?:[.-][^\W\d_]+)*")
_MAXIMUM_DATE_LINE = 120
_TIME_OF_DAY = re.compile(r"(?<![\d:.])\d{1,2}(?:[:.]\d\d(?::\d\d)?|h(?:\d\d)?)(?![\d:.])", re.I)
_LONGEST_CLOCK_LINE = 30
_LONGEST_STAMPED_LINE = 70
_NOTE_WORDS = 4
_SENTENCE_MARKS = ".!?:;…"
_LAST_HOUR = 24
_LAST_MINUTE = 59
_LONGEST_ZONE = 5
_NOON = 12
_AFTERNOON = frozenset(("pm", "p.m"))
_LONGEST_COUNTER = 24
_LONGEST_POST_LINE = 80


@cache
def _age() -> re.Pattern[str]:
    number, unit = (any_phrase("age_words", use) for use in ("number", "unit"))
    before, after, whole = (any_phrase("age_words", use) for use in ("before", "after", "whole"))
    return re.compile(
        rf"(?:{before}\s+)?(?:{number}|\d{{1,3}})\+?\s*{unit}\.?(?:\s+{after})?|{whole}",
        re.IGNORECASE,
    )


@cache
def _picture_credit() -> re.Pattern[str]:
    # In lower case and without look-behind, so that the search can skip to the first letters.
    picture, by = any_phrase("credit_words", "picture"), any_phrase("credit_words", "by")
    return re.compile(rf"{picture}\s*(?::|/|{by}\b)|{any_phrase('credit_words', 'picture_agency')}")


@cache
def _counter() -> re.Pattern[str]:
    picture, of = any_phrase("counter_words", "picture"), any_phrase("counter_words", "of")
    return re.compile(
        rf"\W*(?P<before>{picture}\W*)?(?P<number>\d{{1,3}})\s*(?:/|\b{of}\b)\s*(?P<count>\d{{1,3}})"
        rf"(?P<after>\s*{picture})?\W*",
        re.IGNORECASE,
    )


@cache
def _source() -> re.Pattern[str]:
    source = any_phrase("credit_words", "source")
    return re.compile(
        rf"{source}\s*[:：՝]\s*(?P<name>\S.{{1,60}}?)(?:\s{{2,}}.{{0,60}})?", re.IGNORECASE
    )


@cache
def _agency_line() -> re.Pattern[str]:
    with_, the = (any_phrase("credit_words", use) for use in ("with", "the"))
    agency = any_phrase("credit_words", "agency")
    return re.compile(rf"(?:\(?{with_}\s+)?(?:{the}\s+)?{agency}\)?", re.IGNORECASE)


def is_age(text: str) -> bool:
    """Whether the line is an age such as `8 hours ago` and nothing else."""
    return len(text) <= 40 and _age().fullmatch(text.strip(" •·|-–—()")) is not None


def is_post_line(text: str) -> bool:
    """Whether the line says who posted a comment, or how long ago."""
    if len(text) > _LONGEST_POST_LINE:
        return False
    return _age().match(text) is not None or any(opening_phrases(text, "post"))


def is_date_line(text: str) -> bool:
    """Whether the line holds a date and nothing that is not about it."""
    if len(text) > _MAXIMUM_DATE_LINE or not any(map(str.isdigit, text)):
        return False
    rest, behind, found = [], 0, False
    for mention in find_dates(text):
        rest.append(text[behind : mention.start])
        behind, found = mention.end, True
    if not found:
        return False
    rest.append(text[behind:])
    known = date_words()
    left = [w for w in _WORDS.findall(" ".join(rest)) if w.casefold() not in known]
    return not left or _is_time_zone(left)


def _is_time_zone(words: Sequence[str]) -> bool:
    """Whether words are the short name of a time zone."""
    return len(words) == 1 and len(words[0]) <= _LONGEST_ZONE and words[0].isupper()


def is_stamp(text: str) -> bool:
    """Whether a short line says when and little else: `Politics 2 May 2024`, `Ann, May 2, 2024`.

    Besides the day stand a name, a section, or how many comments there are.
    """
    if len(text) > _LONGEST_STAMPED_LINE or not any(map(str.isdigit, text)):
        return False
    mention = next((m for m in find_dates(text) if m.day is not None), None)
    if mention is None or text[-1] in _SENTENCE_MARKS:
        return False
    around = f"{text[: mention.start]} {text[mention.end :]}"
    words = [word for word in _WORDS.findall(around) if word.casefold() not in date_words()]
    return len(words) <= _NOTE_WORDS


def is_clock_line(text: str) -> bool:
    """Whether the line holds a time of day and nothing else, as above an entry of a live blog."""
    return clock_minutes(text) is not None


def clock_minutes(text: str) -> int | None:
    """The minutes since midnight of a line that holds a time of day and nothing else.

    Figures with a stop between them are one only beside a word: `18.42 Uhr`.
    """
    if len(text) > _LONGEST_CLOCK_LINE or not (match := _TIME_OF_DAY.search(text)):
        return None
    hour, minute, *_ = (*map(int, re.findall(r"\d+", match[0])), 0)
    if hour > _LAST_HOUR or minute > _LAST_MINUTE:
        return None
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    words = _WORDS.findall(rest)
    is_time = bool(words) or ":" in match[0]
    if not is_time or not _only_goes_with_time(rest, words):
        return None
    is_afternoon = hour < _NOON and any(word.casefold() in _AFTERNOON for word in words)
    return 60 * (hour + _NOON * is_afternoon) + minute


def _only_goes_with_time(rest: str, words: Sequence[str]) -> bool:
    """Whether a line has words of dates and a time zone at most beside its time of day."""
    if any(map(str.isdigit, rest)):
        return False
    known = date_words()
    left = [word for word in words if word.casefold() not in known]
    return not left or _is_time_zone(left)


def picture_count(text: str) -> tuple[int, bool] | None:
    """Of how many pictures a line counts one, `Photo 3 of 12`, and whether it says picture.

    None for a line that does anything else.
    """
    if len(text) > _LONGEST_COUNTER or not any(map(str.isdigit, text)):
        return None
    match = _counter().fullmatch(text)
    if match is None or not 0 < int(match["number"]) <= int(match["count"]):
        return None
    return int(match["count"]), bool(match["before"] or match["after"])


def is_caption(key: str) -> bool:
    """Whether a line, in lower case, names a photographer or picture agency."""
    return _picture_credit().search(key) is not None


def source_credit(text: str) -> tuple[int, int] | None:
    """The span of the source that a line credits and does nothing else, if it is one."""
    if len(text) > 80:
        return None
    match = _source().fullmatch(text)
    if match:
        return match.span("name")
    return (0, len(text)) if _agency_line().fullmatch(text.strip()) else None


def is_source_credit(text: str) -> bool:
    """Whether the line credits a source and does nothing else."""
    return source_credit(text) is not None
