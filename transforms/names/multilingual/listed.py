"""Names that lexicons vouch for, in languages that no model of names was trained for.

What is found is little and mostly right: places that are listed for the language, in any of their
forms; people whose given name is listed, or who stand behind a title, with a surname that is
listed, ends as surnames do, or has a capital. Where nothing vouches for a name, there is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from dateline.seeds import lexicon
from dateline.transforms.names.multilingual.endings import base_forms
from dateline.transforms.names.multilingual.lexicon import (
    is_listed_given_name,
    is_listed_surname,
    listed_names,
    listed_places,
    words_for,
)
from dateline.transforms.names.multilingual.tokens import Tokens, is_word, starts_sentence
from dateline.transforms.schema.closed_sets import EntityKind

_PEOPLE = frozenset({"given", "surname"})
_TITLES = frozenset({"title", "governed_title"})
_SUFFIX_MARKS = ("’", "'")
_LONGEST_PLACE, _LONGEST_PERSON = 4, 4
# Scripts without capitals: there a short word that is listed is often another word.
_SHORTEST_WITHOUT_CAPITALS = 4


@dataclass(frozen=True, slots=True)
class ListedTokens:
    """A stretch of tokens that is a name; `last_length` is how much of its last word is part."""

    first: int
    last: int
    kind: str
    last_length: int


@cache
def lists_names(language: str) -> bool:
    """Whether names of a language are listed at all."""
    return bool(listed_names(language))


@cache
def lists_people(language: str) -> bool:
    """Whether given names of a language are listed."""
    return any(
        row["language"] == language and row["use"] == "given" for row in lexicon("language_names")
    )


@cache
def _place_starts(language: str) -> frozenset[str]:
    """The first words of listed places of several words."""
    return frozenset(name.split()[0] for name in listed_places(language) if " " in name)


@cache
def _forms_of_titles(language: str) -> frozenset[str]:
    """Titles in all their forms, in lower case: none of them is a given name."""
    forms = (
        form
        for row in lexicon("quoting_words")
        if row["language"] == language and row["use"] in _TITLES
        for form in row["forms"].lower().split(", ")
    )
    return words_for(language, "title").union(forms)


@lru_cache(maxsize=50_000)
def _without_suffix(word: str) -> str:
    """A word without what stands behind an apostrophe as an ending: "Ankara'da"."""
    for apostrophe in _SUFFIX_MARKS:
        head, found, tail = word.partition(apostrophe)
        if found and head and tail.islower():
            return head
    return word


@lru_cache(maxsize=50_000)
def _forms(language: str, use: str, word: str) -> tuple[str, ...]:
    plain = _without_suffix(word)
    return tuple(dict.fromkeys((plain, *(f.text for f in base_forms(language, use, plain)))))


class ListedReader:
    """Finds listed names in passages of one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._titles = words_for(language, "title")
        self._forms_of_titles = _forms_of_titles(language)
        self._no_names = words_for(language, "no_name")

    def names(self, tokens: Tokens) -> list[ListedTokens]:
        """The names of a passage, in order."""
        found: list[ListedTokens] = []
        index = 0
        while index < len(tokens.texts):
            name = None
            if self._may_begin(tokens.texts[index]):
                is_behind_name = bool(found) and found[-1].last == index
                name = self._person(tokens, index) or self._place(
                    tokens, index, is_behind_name=is_behind_name
                )
            if name is not None:
                found.append(name)
                index = name.last
            else:
                index += 1
        return found

    def _may_begin(self, word: str) -> bool:
        return is_word(word) and (word[0].isupper() or not _has_capitals(word))

    def _place(self, tokens: Tokens, index: int, *, is_behind_name: bool) -> ListedTokens | None:
        """The longest listed place that begins at a word; its last word, or all, may be bent."""
        texts = tokens.texts
        longest = min(_LONGEST_PLACE, len(texts) - index)
        listed = listed_places(self._language)
        if not any(f in _place_starts(self._language) for f in self._place_forms(texts[index])):
            longest = min(longest, 1)
        for count in range(longest, 0, -1):
            words = texts[index : index + count]
            if not all(map(is_word, words)) or not self._are_tied(tokens, index, index + count):
                continue
            if any(name in listed for name in self._phrases(words)) and self._is_place(
                tokens, index, index + count, is_behind_name=is_behind_name
            ):
                return self._stretch(tokens, index, index + count, EntityKind.PLACE)
        return None

    def _place_forms(self, word: str) -> tuple[str, ...]:
        return _forms(self._language, "place", word)

    def _is_listed_place(self, word: str) -> bool:
        return any(form in listed_places(self._language) for form in self._place_forms(word))

    def _phrases(self, words: Sequence[str]) -> Iterator[str]:
        *before, last = words
        for form in self._place_forms(last):
            yield " ".join((*before, form))
        if before:
            firsts = self._place_forms(before[0])
            for form in self._place_forms(last):
                for first in firsts:
                    yield " ".join((first, *before[1:], form))

    def _is_place(self, tokens: Tokens, first: int, last: int, *, is_behind_name: bool) -> bool:
        texts = tokens.texts
        word = texts[first]
        if last - first > 1:
            return True
        if word.lower() in self._no_names:
            return False
        if not _has_capitals(word):
            return len(word) >= _SHORTEST_WITHOUT_CAPITALS
        listed = listed_names(self._language)
        if any("country" in listed.get(form, ()) for form in self._place_forms(word)):
            return True
        # Cities share their names with people and are parts of other names.
        is_inside = self._is_capital_beside(tokens, first, 1) or (
            not is_behind_name and self._is_capital_beside(tokens, first, -1)
        )
        is_person = not _PEOPLE.isdisjoint(listed.get(word, ()))
        return not is_inside and not (is_person and starts_sentence(texts, first))

    @staticmethod
    def _is_capital_beside(tokens: Tokens, index: int, side: int) -> bool:
        """Whether the word before or behind a word has a capital, with a space between them."""
        beside = index + side
        if not 0 <= beside < len(tokens.texts):
            return False
        gap = tokens.starts[max(index, beside)] - tokens.ends[min(index, beside)]
        return gap == 1 and tokens.texts[beside][0].isupper()

    def _person(self, tokens: Tokens, index: int) -> ListedTokens | None:
        """A given name and surname that begin at a word."""
        texts = tokens.texts
        is_titled = index > 0 and self._is_title(texts[index - 1])
        first_forms = _forms(self._language, "given", texts[index])
        is_title = texts[index].lower() in self._forms_of_titles
        is_given = not is_title and any(
            is_listed_given_name(self._language, form) for form in first_forms
        )
        word = texts[index]
        is_name = is_titled and not is_title and word[0].isupper()
        is_name = is_name and not self._is_listed_place(word)
        if not (is_given or is_name):
            return None
        end = index + 1
        while end < min(len(texts), index + _LONGEST_PERSON) and self._continues(
            tokens, index, end, is_given=is_given
        ):
            end += 1
            if texts[end - 1] != _without_suffix(texts[end - 1]):
                break
        is_full = end - index > 1 and (
            texts[index][0].isupper() or self._is_surname(texts[end - 1])
        )
        return self._stretch(tokens, index, end, EntityKind.PERSON) if is_full else None

    def _is_title(self, word: str) -> bool:
        return word.lower() in self._titles

    def _continues(self, tokens: Tokens, first: int, index: int, *, is_given: bool) -> bool:
        """Whether a word goes on with a person's name."""
        word = tokens.texts[index]
        if not is_word(word) or not self._are_tied(tokens, index - 1, index + 1):
            return False
        if word.lower() in words_for(self._language, "patronymic_word"):
            return True
        is_surname = "surname" in listed_names(self._language).get(word, ())
        if (self._is_listed_place(word) and not is_surname) or word.lower() in self._no_names:
            return False
        if not _has_capitals(word):
            return is_given and index == first + 1 and self._is_surname(word)
        return word[0].isupper() and not (len(word) > 1 and word.isupper())

    def _is_surname(self, word: str) -> bool:
        return any(
            is_listed_surname(self._language, form)
            for form in _forms(self._language, "surname", word)
        )

    @staticmethod
    def _are_tied(tokens: Tokens, first: int, last: int) -> bool:
        return all(
            tokens.starts[index] - tokens.ends[index - 1] == 1 for index in range(first + 1, last)
        )

    def _stretch(self, tokens: Tokens, first: int, last: int, kind: str) -> ListedTokens:
        return ListedTokens(first, last, kind, len(_without_suffix(tokens.texts[last - 1])))


@lru_cache(maxsize=50_000)
def _has_capitals(word: str) -> bool:
    """Whether a word is of a script in which names have capitals; Georgian uses none."""
    return word[0].upper() != word[0].lower() and not "ა" <= word[0] <= "ჿ"
