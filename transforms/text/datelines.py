"""Datelines: the place, the agency and the day that open a news report's first paragraph."""

import re
from functools import cache

from dateline import seeds
from dateline.transforms.text.caseless_datelines import (
    OPENING_BRACKETS,
    find_caseless_dateline,
    may_open_caseless,
)
from dateline.transforms.text.dateline_parts import Dateline, known_agencies, places_in_letters
from dateline.transforms.text.dates import (
    date_words,
    month_names,
    weekdays,
)
from dateline.transforms.text.heads import match_head
from dateline.transforms.text.lexicon import any_of, any_phrase, phrases

_LONGEST_DATELINE = 110
_DASH = r"(?:--+|[—–―]|-\s|\s-)"
_CLOSE = rf"(?P<close>\s?[.,:;]*\s?{_DASH}?\s*)"
_DASHED_CLOSE = rf"(?P<close>[,.]?\s*{_DASH}\s*)"
_IN_BRACKETS = (
    r"(?:(?P<round>\()|[/\[])\s?(?P<agency>(?(round)[^()]|[^()/\[\]]){2,60})(?(round)\)|[/\]])"
)
_DOMAIN = r"[^\W_][\w-]+\.(?i:com|net|org|info|news|[a-z]{2})(?!\w)"
# Scripts that have capitals end here, but for Vietnamese letters.
_LAST_CAPITAL = 0x590
_MOST_AGENCY_WORDS = 5
_LONGEST_ABBREVIATION = 4
# Spaces in a sentence behind nothing but a place and a colon.
_LEAST_SENTENCE = 8
_VIETNAMESE = "Ạ-Ỹ"
# Letters of private use: they stand for those of a month and of a day of the week.
_MONTH, _WEEKDAY = "\ue000", "\ue001"
_WEEKDAY_BEHIND = re.compile(rf",\s+{_WEEKDAY}+\.?,?$")
_DATED_WORD = re.compile(
    r"(?P<before>\d(?:st|nd|rd|th|[.ºª])?\s(?:de\s)?)?(?P<word>[^\W\d_]+)(?=(?P<after>\.?\s\d)?)"
)


def is_dateline(line: str) -> bool:
    """Whether a line is a dateline and nothing else: `LONDON, May 2 (Reuters) -`."""
    found = find_dateline(f"{line} Text") if len(line) <= _LONGEST_DATELINE else None
    return found is not None and found.end == len(line)


def find_dateline(paragraph: str) -> Dateline | None:
    """Find the dateline that opens a paragraph, such as `WASHINGTON, DC —` or `PARIS (AFP) -`.

    The less a dateline holds, the more its place has to be one: `Mr Smith — a lawyer —` is none,
    and behind `NEW DELHI:` no dash is needed.
    """
    if not paragraph or not (paragraph[0].isalnum() or paragraph[0] in f"([{OPENING_BRACKETS}"):
        return None
    if may_open_caseless(paragraph) and (found := find_caseless_dateline(paragraph)):
        return found
    limit = 2 * _LONGEST_DATELINE
    marked = _marked(paragraph[:limit]) + paragraph[limit:]
    for pattern in _forms():
        match = match_head(pattern, marked, _LONGEST_DATELINE)
        if match is None or not match.end() < len(paragraph):
            continue
        if match.end("close") <= _LONGEST_DATELINE and (found := _read(match, paragraph)):
            return found
    return None


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """The orders in which datelines give their parts, the fullest first."""
    place, day, known = _place(), _day(), _known_agency()
    capitals = rf"{_capital()}{{3,}}(?:[\s-]{_capital()}{{2,}})?"
    bare = rf"(?P<bare>{known}|{capitals}(?=\s?(?:[.:/|]|{_DASH})))"
    separator = rf"(?:[,.]?\s?(?:\s|/\s?|{_DASH}\s?))"
    bracketed = rf"[,.]?\s*{_DASH}?\s*{_IN_BRACKETS}"
    stated_day = rf"(?:{separator}\(?(?P<day>{day})\)?)"
    return tuple(
        map(
            re.compile,
            (
                rf"(?P<place>{place}){stated_day}?{bracketed}(?:\s?(?P<late>{day})\s?/?)?{_CLOSE}",
                rf"(?P<place>{place}){stated_day}{separator}{bare}\s?[/|]?{_CLOSE}",
                rf"(?P<place>{place}){separator}(?P<bare>{known})\s?[/|.](?!\w){_CLOSE}",
                rf"(?P<place>{place}){stated_day}?{_DASHED_CLOSE}",
                rf"(?P<place>{place}){stated_day}{_CLOSE}",
                rf"(?P<place>{place})(?P<close>\s?:\s)",
                rf"(?P<day>{day}),?\s(?:{_IN_BRACKETS}|(?P<place>{place})){_DASHED_CLOSE}",
                rf"\((?P<agency>[^()]{{2,40}})\)\s*{_DASH}\s*(?P<place>{place}){stated_day}{_DASHED_CLOSE}",
                rf"\((?P<agency>[^()]{{2,40}})\){_DASHED_CLOSE}",
            ),
        )
    )


@cache
def _capital() -> str:
    capitals = "".join(filter(str.isupper, map(chr, range(_LAST_CAPITAL))))
    return f"[{capitals}{_VIETNAMESE}{_WEEKDAY}]"


@cache
def _place() -> str:
    word = rf"{_capital()}[\w'’.{_WEEKDAY}-]*"
    particle = any_phrase("dateline_words", "place_particle")
    in_brackets = rf"(?:\s\[{word}(?:\s{word}){{0,2}}\])?"
    return rf"{word}(?:(?:,\s?|\s|/)(?:{word}|{particle})){{0,6}}{in_brackets}"


def _day() -> str:
    """A day in words or figures, with or without its year and its day of the week, as marked."""
    month = rf"{_MONTH}+\.?"
    year = r"(?:,?\s(?:de\s)?(?:19|20)\d\d(?!\d))"
    return (
        rf"(?i:(?:{_WEEKDAY}+\.?,?\s)?"
        rf"(?:\d{{1,2}}(?:st|nd|rd|th|[.ºª])?\s(?:de\s)?{month},?{year}?"
        rf"|{month}\s\d{{1,2}}(?:st|nd|rd|th)?(?![\d:]){year}?"
        r"|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d(?!\d)|(?:19|20)\d\d-\d\d-\d\d(?!\d)))"
    )


def _marked(head: str) -> str:
    """A head with each letter of days of the week, and of months beside a figure, as a mark.

    Patterns of all their names would take longer to compile than many pages to read.
    """

    def marks(match: re.Match[str]) -> str:
        word = match["word"].casefold()
        is_dated = match["before"] or match["after"]
        mark = _MONTH if is_dated and word in month_names() else _WEEKDAY
        is_marked = mark == _MONTH or word in weekdays()
        return (match["before"] or "") + (mark * len(word) if is_marked else match["word"])

    return _DATED_WORD.sub(marks, head)


@cache
def _known_agency() -> str:
    name = any_of(known_agencies())
    return rf"(?:{_DOMAIN}|(?i:{name}(?:[\s/-]{name}){{0,3}})(?!\w|-\w))"


@cache
def _known_places() -> frozenset[str]:
    return frozenset(
        row["name"].casefold()
        for subject in ("cities", "countries", "regions")
        for row in seeds.lexicon(subject)
    )


@cache
def _people() -> frozenset[str]:
    return frozenset(
        row["name"].casefold()
        for subject in ("given_names", "surnames")
        for row in seeds.lexicon(subject)
    )


def _read(match: re.Match[str], text: str) -> Dateline | None:
    """The dateline that a form found in a text as marked, if what it holds is enough for one."""
    parts = match.groupdict()
    agency = "bare" if parts.get("bare") else "agency" if parts.get("agency") else None
    span = match.span(agency) if agency else None
    if parts.get("agency"):
        agency_name = text[slice(*match.span("agency"))]
        if parts.get("place") is None and _is_place(agency_name):
            return _dateline(match, match.span("agency"), None)
        if not _may_be_agency(agency_name):
            return None
    if parts.get("place") is None:
        return _dateline(match, None, span)
    place = _trimmed(text, *match.span("place"))
    if span is None:
        place, span = _without_agency(text, place)
    if not _may_be_place(text[slice(*place)]):
        return None
    has_dash = re.search(_DASH, match["close"]) is not None
    is_enough = _is_enough_with_dash if has_dash else _is_enough_without_dash
    return _dateline(match, place, span) if is_enough(match, text, place, span) else None


def _dateline(
    match: re.Match[str], place: tuple[int, int] | None, agency: tuple[int, int] | None
) -> Dateline:
    return Dateline(len(match.group().rstrip()), match.end(), place, agency)


def _is_enough_with_dash(
    match: re.Match[str], text: str, place: tuple[int, int], agency: tuple[int, int] | None
) -> bool:
    name = text[slice(*place)]
    if agency is not None:
        return True
    if match.groupdict().get("day") is None:
        return _is_in_capitals(name)
    return _is_place(name) or _is_listed_with_day(match)


def _is_listed_with_day(match: re.Match[str]) -> bool:
    """Whether a comma or a full stop parts the place from the day behind it."""
    end = match.end("place")
    return end < match.start("day") and match.string[end - 1 : end + 1].strip()[-1:] in (",", ".")


def _is_enough_without_dash(
    match: re.Match[str], text: str, place: tuple[int, int], agency: tuple[int, int] | None
) -> bool:
    """Whether a place is one, and a day, an agency or its capitals open a sentence behind it."""
    name, opening = text[slice(*place)], text[match.end()]
    if opening.islower():
        return False
    if agency is not None:
        return _is_enough_with_agency(match, name, text[slice(*agency)])
    if match.groupdict().get("day") is not None:
        return _is_enough_with_day(match, name)
    return _is_enough_with_sentence(match, text, name)


def _is_enough_with_agency(match: re.Match[str], place: str, agency: str) -> bool:
    """Whether a place or a day stands beside an agency; both, beside one that is not known."""
    has_day = match.groupdict().get("day") is not None
    has_place = _is_place(place) or _is_in_capitals(place)
    if _is_known_agency(agency):
        return has_day or has_place
    in_brackets = match.groupdict().get("agency")
    is_closed = bool(match["close"].strip() or in_brackets)
    is_acronym = sum(map(str.isupper, agency)) > 1 and match["close"].strip() == "."
    return has_place and is_closed and (has_day or bool(in_brackets and is_acronym))


def _is_enough_with_day(match: re.Match[str], place: str) -> bool:
    """Whether a place, one that is known or in capitals, and a day end as a dateline does."""
    is_sure = _is_place(place) or (_is_in_capitals(place) and _is_listed_with_day(match))
    return is_sure and match["close"].strip() in (".", ":")


def _is_enough_with_sentence(match: re.Match[str], text: str, place: str) -> bool:
    """Whether a known place in capitals, and no person's name, stands alone before a sentence."""
    is_place = _is_in_capitals(place) and _is_place(place) and place.casefold() not in _people()
    spaces = text.count(" ", match.end(), match.end() + _LONGEST_DATELINE)
    return is_place and match["close"].strip() == ":" and spaces >= _LEAST_SENTENCE


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A place without the day of the week, the dashes and the full stop behind it."""
    place = _WEEKDAY_BEHIND.sub("", _marked(text[start:end])).rstrip("-")
    last = re.split(r"[\s,/]", place)[-1]
    is_whole_word = "." not in last[:-1] and len(last) > _LONGEST_ABBREVIATION
    if last.endswith(".") and ((is_whole_word and "," not in place) or _is_place(last)):
        place = place[:-1]
    return start, start + len(place)


def _is_in_capitals(place: str) -> bool:
    first_word = re.split(r"[\s,/]", place)[0].strip(".")
    return len(first_word) >= 3 and first_word.isupper()


def _may_be_place(text: str) -> bool:
    """Whether a place does not open with a word of dates or end with one such as `am`."""
    words = re.split(r"[\s,./]+", text.casefold().rstrip("."))
    is_dated = len(words[0]) > 1 and words[0] in date_words()
    return not is_dated and words[-1] not in phrases("dateline_words", "place_particle")


def _is_place(text: str) -> bool:
    """Whether a gazetteer has one of the places that a dateline names: `BAKU, Azerbaijan`."""
    names = [name.strip(" .").casefold() for name in re.split(r"[,/]", text)]
    if not text.isascii() and any(name in places_in_letters() for name in names):
        return True
    return any(name in _known_places() for name in names)


def _may_be_agency(text: str) -> bool:
    """Whether the words in a dateline's brackets name an agency: `AFP`, `dpa`, `Reuters/AP`."""
    words = re.split(r"[\s/,-]+", text.strip())
    if len(words) > _MOST_AGENCY_WORDS:
        return False
    are_known = [word.casefold() in known_agencies() for word in words]
    return any(are_known) or all(word[:1].isupper() for word in words)


def _is_known_agency(text: str) -> bool:
    return re.fullmatch(_known_agency(), text.strip()) is not None


def _without_agency(
    text: str, place: tuple[int, int]
) -> tuple[tuple[int, int], tuple[int, int] | None]:
    """The place and the agency of a list that names both: `JAKARTA, ANTARA`."""
    parts = [part.span() for part in re.finditer(r"[^\s,](?:[^,]*[^\s,])?", text[slice(*place)])]
    spans = [(place[0] + start, place[0] + end) for start, end in parts]
    if len(spans) > 1:
        if _is_known_agency(text[slice(*spans[-1])]):
            return (place[0], spans[-2][1]), spans[-1]
        if _is_known_agency(text[slice(*spans[0])]):
            return (spans[1][0], place[1]), spans[0]
    return place, None
