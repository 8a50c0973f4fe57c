"""What a dateline is made of: its spans, and the agencies and places that lexicons know."""

from dataclasses import dataclass
from functools import cache

from dateline import seeds
from dateline.transforms.text.lexicon import phrases
from dateline.transforms.text.person_names import agencies
from dateline.transforms.text.scripts import FIRST_OTHER_LETTER

_PLACES = ("city", "country", "region")


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
def known_agencies() -> frozenset[str]:
    """Agencies, and the words that their names are made of, in lower case."""
    return agencies() | frozenset(phrases("dateline_words", "agency"))


@cache
def places_in_letters() -> frozenset[str]:
    """Places by their names in other letters than Latin ones, in lower case."""
    return frozenset(
        row["name"].casefold()
        for row in seeds.lexicon("language_names")
        if row["use"] in _PLACES and row["name"][0] >= FIRST_OTHER_LETTER
    )
