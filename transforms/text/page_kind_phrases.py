"""What words say of the kind of a page: `seeds/page_kind_phrases.csv`, by where they stand."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

from dateline import seeds
from dateline.transforms.text.lexicon import any_of

# What may stand around the name of a section or behind the first word of a headline.
_AROUND = " \t\xa0•·|»«›‹>/\\-–—:()[]#*_.!"
_BEHIND_PHRASE = re.compile(r"\s*(?:[:|]|\s[-–—/]\s|—|$)")
_AHEAD_OF_SEGMENT = re.compile(r"[/?#]")


@dataclass(frozen=True, slots=True)
class KindPhrase:
    """A phrase that speaks for a kind; a weak one counts only beside other signs of that kind."""

    kind: str
    is_weak: bool
    start: int
    end: int


@cache
def _phrases(stands: str) -> Mapping[str, tuple[tuple[str, bool], ...]]:
    """The kinds that each phrase speaks for where it stands, and whether weakly."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for row in seeds.lexicon("page_kind_phrases"):
        if row["stands"] == stands:
            found.setdefault(row["phrase"], []).append((row["kind"], row["needs"] == "structure"))
    return {phrase: tuple(dict.fromkeys(kinds)) for phrase, kinds in found.items()}


@cache
def _pattern(stands: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(_phrases(stands))}(?!\w)")


@cache
def _line_openings(stands: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*{any_of(_phrases(stands))}(?!\w)", re.MULTILINE)


def has_openings(text: str, stands: str, fewest: int) -> bool:
    """Whether so many lines of a page may open with a phrase: a quick look at all of them."""
    found = _line_openings(stands).finditer(text.casefold())
    return sum(1 for _ in islice(found, fewest)) == fewest


def whole_phrases(text: str, stands: str) -> Iterator[KindPhrase]:
    """What the whole of a short text says, such as the name of a section."""
    start = len(text) - len(text.lstrip(_AROUND))
    end = max(start, len(text.rstrip(_AROUND)))
    return _found(text[start:end].casefold(), stands, start, end)


def leading_phrases(text: str, stands: str) -> Iterator[KindPhrase]:
    """What the first words of a headline say if a mark parts them from the rest."""
    match = _pattern(stands).match(text.casefold()) if _is_folded_alike(text) else None
    if match and _BEHIND_PHRASE.match(text, match.end()):
        yield from _found(match[0], stands, match.start(), match.end())


def opening_phrases(text: str, stands: str) -> Iterator[KindPhrase]:
    """What the first words of a line say."""
    match = _pattern(stands).match(text.casefold()) if _is_folded_alike(text) else None
    if match:
        yield from _found(match[0], stands, match.start(), match.end())


def phrases_within(text: str, stands: str) -> Iterator[KindPhrase]:
    """What the words in a text say, wherever they stand in it."""
    if _is_folded_alike(text):
        for match in _pattern(stands).finditer(text.casefold()):
            yield from _found(match[0], stands, match.start(), match.end())


def phrases_in_address(url: str) -> Iterator[KindPhrase]:
    """What the folders of an address say; it has no spans in the text."""
    _, *segments = _AHEAD_OF_SEGMENT.split(url.partition("://")[2])
    for segment in segments[:-1] if len(segments) > 1 else segments:
        yield from _found(segment.casefold(), "url", 0, 0)


def _found(phrase: str, stands: str, start: int, end: int) -> Iterator[KindPhrase]:
    kinds = _phrases(stands).get(" ".join(phrase.split()), ())
    return (KindPhrase(kind, is_weak, start, end) for kind, is_weak in kinds)


def _is_folded_alike(text: str) -> bool:
    """Whether a text has the same offsets in lower case."""
    return len(text.casefold()) == len(text)
