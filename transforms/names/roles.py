"""Titles and roles of people, as the text gives them beside a name."""

from collections.abc import Collection
from dataclasses import dataclass

from dateline.transforms.names.candidates import Words
from dateline.transforms.names.lexicon import is_listed, name_lexicon
from dateline.transforms.text.name_words import words_used_as

_LONGEST_BEFORE = 12
_LONGEST_AFTER = 14
_LATEST_TITLE = 6
_TIES_BEFORE = frozenset({" ", "\u00a0", "-", ". ", "’", "'"})
_TIES_AFTER = frozenset({" ", "\u00a0", "-", "’", "'", ". "})
# "Father Brown", but not "Brown, father of three".
# "President of Azerbaijan Ilham Aliyev", where the country is read as part of no name.
_COUNTRIES = frozenset({"country", "known_place"})
_NATIONALITIES = frozenset({"nationality"})


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The words of a role: indices of its first word and past its last."""

    first: int
    last: int


def _is_title(word: str) -> bool:
    lower = word.lower()
    is_title = lower in words_used_as("title") or _is_plural(lower)
    return is_title and word not in words_used_as("kin")


def _is_plural(lower: str) -> bool:
    return lower.endswith("s") and lower[:-1] in words_used_as("title")


def _fits(word: str) -> bool:
    lower = word.lower()
    is_role_word = lower in words_used_as("title", "role", "role_time") or _is_plural(lower)
    return is_role_word or "nationality" in name_lexicon().words.get(word, ())


def _is_possessive(words: Words, index: int) -> bool:
    return words.texts[index] in {"s", "S"} and words.gaps[index] in {"’", "'"}


def _holds(words: Words, index: int, named: Collection[int]) -> bool:
    """Whether a role before a name can hold a word."""
    word = words.texts[index]
    return (
        index in named
        or _fits(word)
        or word in words_used_as("role_connector")
        or _is_possessive(words, index)
        or is_listed((word,), _COUNTRIES)
    )


def role_before(
    words: Words, first: int, named: Collection[int], *, is_parted: bool = False
) -> RoleWords | None:
    """The role that ends right before a person's name, such as "U.S. Secretary of State".

    `named` are the indices of words in names of organisations and places: a role can hold those.
    `is_parted` says that a comma stands between role and name.
    """
    texts, gaps = words.texts, words.gaps
    index = first
    while (
        index > 0
        and first - index < _LONGEST_BEFORE
        and (gaps[index] in _TIES_BEFORE or (is_parted and index == first))
        and _holds(words, index - 1, named)
    ):
        index -= 1
    while index < first and (
        texts[index].lower() in words_used_as("role_connector") or _is_possessive(words, index)
    ):
        index += 1
    if index > 0 and is_listed(texts[index - 1 : index + 1], _NATIONALITIES):
        index -= 1
    has_title = any(_is_title(texts[inner]) for inner in range(index, first))
    return (
        RoleWords(index, first)
        if has_title and texts[first - 1] not in words_used_as("role_connector")
        else None
    )


def role_after(words: Words, last: int, named: Collection[int]) -> RoleWords | None:
    """The role in an apposition behind a name: ", director of the Central Bank,"."""
    texts, gaps = words.texts, words.gaps
    if last >= len(texts) or gaps[last] != ", ":
        return None
    first = last
    while (
        first < len(texts)
        and texts[first].lower() in words_used_as("role_opener")
        and first - last < 2
    ):
        first += 1
    title = _first_title(words, first, named)
    if title is None:
        return None
    end = title + 1
    while (
        end < len(texts) and gaps[end] in _TIES_AFTER and texts[end] not in words_used_as("clause")
    ):
        end += 1
        if end - first > _LONGEST_AFTER:
            return None
    return RoleWords(first, end)


def _first_title(words: Words, first: int, named: Collection[int]) -> int | None:
    """The index of the title in an apposition that begins at `first`, if it has one early on."""
    texts, gaps = words.texts, words.gaps
    for index in range(first, min(first + _LATEST_TITLE, len(texts))):
        word = texts[index]
        is_tied = index == first or gaps[index] in _TIES_AFTER
        if not is_tied or word in words_used_as("clause"):
            return None
        if not (word.islower() or index in named or _fits(word)):
            return None
        if _is_title(word):
            return index
    return None
