"""Titles and roles of people, as the text gives them beside a name."""

from collections.abc import Collection
from dataclasses import dataclass

from transforms.names.candidates import Words
from transforms.names.lexicon import is_listed, name_lexicon
from transforms.names.words import words_used_as

_LONGEST_BEFORE = 12
_LONGEST_AFTER = 14
_LATEST_TITLE = 6
_TIES_BEFORE = frozenset({" ", "\u00a0", "-", ". ", "’", "'"})
_TIES_AFTER = frozenset({" ", "\u00a0", "-", "’", "'", ". "})
_TITLES = words_used_as("title")
# "Father Brown", but not "Brown, father of three".
_KIN = words_used_as("kin")
# "President of Azerbaijan Ilham Aliyev", where the country is read as part of no name.
_COUNTRIES = frozenset({"country"})
_NATIONALITIES = frozenset({"nationality"})
_SMALL = words_used_as("role_connector")
_OPENERS = words_used_as("role_opener")
_CLAUSE = words_used_as("clause")
_ROLE_WORDS = _TITLES | words_used_as("role") | words_used_as("role_time")


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The words of a role: places of its first word and past its last."""

    first: int
    last: int


def _is_title(word: str) -> bool:
    return word.lower() in _TITLES and word not in _KIN


def _fits(word: str) -> bool:
    return word.lower() in _ROLE_WORDS or "nationality" in name_lexicon().words.get(word, ())


def _is_possessive(words: Words, place: int) -> bool:
    return words.texts[place] in {"s", "S"} and words.gaps[place] in {"’", "'"}


def role_before(words: Words, first: int, named: Collection[int]) -> RoleWords | None:
    """The role that ends right before a person's name, such as "U.S. Secretary of State".

    `named` are the places of words inside names of organisations and places, which a role can hold.
    """
    texts, gaps = words.texts, words.gaps
    place = first
    while place > 0 and first - place < _LONGEST_BEFORE and gaps[place] in _TIES_BEFORE:
        word = texts[place - 1]
        if not (
            place - 1 in named
            or _fits(word)
            or word in _SMALL
            or _is_possessive(words, place - 1)
            or is_listed((word,), _COUNTRIES)
        ):
            break
        place -= 1
    while place < first and (texts[place] in _SMALL or _is_possessive(words, place)):
        place += 1
    if place > 0 and is_listed(texts[place - 1 : place + 1], _NATIONALITIES):
        place -= 1
    if texts[first - 1] in _SMALL or not any(
        _is_title(texts[inner]) for inner in range(place, first)
    ):
        return None
    return RoleWords(place, first)


def role_after(words: Words, last: int, named: Collection[int]) -> RoleWords | None:
    """The role in an apposition behind a name: ", director of the Central Bank,"."""
    texts, gaps = words.texts, words.gaps
    if last >= len(texts) or gaps[last] != ", ":
        return None
    first = last
    while first < len(texts) and texts[first].lower() in _OPENERS and first - last < 2:
        first += 1
    place = first
    title_seen = False
    while place < len(texts) and (place == first or gaps[place] in _TIES_AFTER):
        word = texts[place]
        if word in _CLAUSE:
            break
        if not title_seen:
            if (
                not (word.islower() or place in named or _fits(word))
                or place - first >= _LATEST_TITLE
            ):
                return None
            title_seen = _is_title(word)
        place += 1
        if place - first > _LONGEST_AFTER:
            return None
    return RoleWords(first, place) if title_seen else None
