"""Datelines: the place, the agency and the day that open a news report's first paragraph."""

import re
from dataclasses import dataclass
from functools import cache

from dateline.transforms.text.heads import match_head
from dateline.transforms.text.lexicon import any_phrase
from dateline.transforms.text.person_names import agencies

_AGENCY_ONLY = re.compile(r"\((?P<agency>[^()]{2,40})\)\s*(?:--+|—|–|-)\s*")
_LONGEST_DATELINE = 110


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline at the start of a paragraph, as spans into the paragraph.

    `end` is where the dateline ends and `rest` where the paragraph's own text begins.
    """

    end: int
    rest: int
    place: tuple[int, int] | None
    agency: tuple[int, int] | None


@cache
def _pattern() -> re.Pattern[str]:
    """The place, in capitals or capitalised; a day; an agency in brackets; and then the dash."""
    word = r"[A-ZÀ-ÞЀ-Я][\w'’.-]*"
    particle = any_phrase("dateline_words", "place_particle")
    return re.compile(
        rf"(?P<place>(?:{word})(?:(?:,\s?|\s|/)(?:{word}|{particle})){{0,6}})"
        r"(?P<day>,?\s+\d{1,2}\.?\s[^\W\d_]{3,10}\.?|,?\s+[^\W\d_]{3,10}\.?\s\d{1,2}(?:,\s\d{4})?)?"
        r"[,.]?\s*"
        r"(?:(?P<open>[(/\[])\s?(?P<agency>[^()/\[\]]{2,60})[)/\]]\s*[,.:]?\s*)?"
        r"(?P<dash>--+|—|–|-\s|―|\s-)\s*"
    )


def _is_agency(text: str) -> bool:
    """Whether the words in a dateline's brackets name an agency: `AFP`, `dpa`, `Reuters/AP`."""
    words = re.split(r"[\s/,-]+", text.strip())
    known = agencies()
    return len(words) <= 5 and all(w[:1].isupper() or w.casefold() in known for w in words)


def is_dateline(line: str) -> bool:
    """Whether a line is a dateline and nothing else: `LONDON, May 2 (Reuters) -`."""
    found = find_dateline(f"{line} Text") if len(line) <= _LONGEST_DATELINE else None
    return found is not None and found.end == len(line)


def find_dateline(paragraph: str) -> Dateline | None:
    """Find the dateline that opens a paragraph, such as `WASHINGTON, DC —` or `PARIS (AFP) -`.

    Without an agency or a day, the place must be in capitals: `Mr Smith — a lawyer —` is none.
    """
    match = match_head(_AGENCY_ONLY, paragraph, _LONGEST_DATELINE)
    if match and _is_agency(match["agency"]):
        return Dateline(len(match.group().rstrip()), match.end(), None, match.span("agency"))
    match = match_head(_pattern(), paragraph, _LONGEST_DATELINE)
    if match is None or match.end() >= len(paragraph) or match.end("dash") > _LONGEST_DATELINE:
        return None
    if match["agency"] and not _is_agency(match["agency"]):
        return None
    place = match["place"]
    first_word = re.split(r"[\s,/]", place)[0]
    in_capitals = len(first_word.strip(".")) >= 3 and first_word.isupper()
    if not (match["agency"] or match["day"] or in_capitals):
        return None
    end = len(match.group().rstrip())
    agency = match.span("agency") if match["agency"] else None
    return Dateline(end, match.end(), match.span("place"), agency)
