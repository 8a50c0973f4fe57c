"""The newsroom, agency or organisation that a byline credits: `By Slate Staff`, `By Reuters`."""

from functools import cache
from itertools import pairwise

from dateline.transforms.text.bylines import (
    LONGEST_BYLINE,
    byline_pieces,
    is_other_work,
    lead_end,
)
from dateline.transforms.text.lexicon import phrases
from dateline.transforms.text.name_words import words_used_as
from dateline.transforms.text.outlets import is_outlet_word
from dateline.transforms.text.person_names import agencies, name_at, role_words

_MOST_CREDITED_WORDS = 7


@cache
def _collective_words() -> frozenset[str]:
    """Words that make a name that of several people, in lower case: `staff`, `university`."""
    return frozenset(phrases("byline_phrases", "collective")) | words_used_as("organisation_head")


@cache
def _words_in_lower_case() -> frozenset[str]:
    """Words that may stand in lower case inside a name: `of`, `and`, `news`."""
    return words_used_as("connector") | _collective_words() | role_words()


def newsroom_in_line(text: str) -> tuple[int, int] | None:
    """The span of the newsroom that is all of a line, in another language than English."""
    name = text.strip()
    if len(name) > LONGEST_BYLINE or name.casefold() not in _newsrooms():
        return None
    start = text.index(name)
    return start, start + len(name)


@cache
def _newsrooms() -> frozenset[str]:
    return frozenset(map(str.casefold, phrases("byline_phrases", "newsroom")))


def agency_in_byline(text: str) -> tuple[int, int] | None:
    """The span of the agency that a byline names alone or first: `By The Associated Press`."""
    if len(text) > LONGEST_BYLINE or not (pieces := byline_pieces(text)):
        return None
    start, end = pieces[0]
    start = lead_end(text, start, end) or start
    words = text[start:end].casefold().strip(" .").split()
    named = words[1:] if words[:1] and words[0] in phrases("credit_words", "the") else words
    if not named or not all(word in agencies() for word in named):
        return None
    return start, start + len(text[start:end].rstrip(" ."))


def organisation_in_byline(text: str) -> tuple[int, int] | None:
    """The span of the newsroom, agency or organisation that a line says wrote it, and no person.

    `By` has to stand before it, and a word such as `staff`, `university` or `press` in it. A role
    of one person at its end (`By Staff Writer`) names nobody.
    """
    if len(text) > LONGEST_BYLINE or is_other_work(text) or not (pieces := byline_pieces(text)):
        return None
    start, end = pieces[0]
    start = lead_end(text, start, end) or end
    name = text[start : _end_of_name(text, pieces)].rstrip(" .")
    words = [word for word in name.replace("/", " ").split() if word != "&"]
    if not 0 < len(words) <= _MOST_CREDITED_WORDS or not name[0].isalnum() or name[0].islower():
        return None
    if not all(_may_stand_in_name(word) for word in words) or not _is_collective(words):
        return None
    return start, start + len(name)


def _end_of_name(text: str, pieces: list[tuple[int, int]]) -> int:
    """Where the first piece ends with what is joined to it: `Center for Research and Training`."""
    for (start, end), (next_start, next_end) in pairwise(pieces):
        between = text[end:next_start].strip().casefold()
        is_head = text[start:end].split()[-1].casefold() in words_used_as("organisation_head")
        is_inside = is_head and between in phrases("byline_phrases", "after_name")
        is_listed = between in {"/", "&", *phrases("byline_phrases", "and")}
        is_person = name_at(text, next_start, next_end, may_be_one_word=False) is not None
        if not is_inside and (is_person or not is_listed):
            return end
    return pieces[-1][1]


def _may_stand_in_name(word: str) -> bool:
    return not word[:1].islower() or word.casefold() in _words_in_lower_case()


def _is_collective(words: list[str]) -> bool:
    """Whether several people bear a name, by its words."""
    known = [word.casefold().rstrip(".,") for word in words]
    is_of_several = [
        word in _collective_words() or word in agencies() or is_outlet_word(word) for word in known
    ]
    return any(is_of_several) and (is_of_several[-1] or known[-1] not in words_used_as("title"))
