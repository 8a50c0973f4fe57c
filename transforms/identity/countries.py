"""Countries by the words that name them: `Azerbaijan`, `U.S.`, `Armenian`."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from dateline.seeds import lexicon
from dateline.transforms.names.entities import entity_name, fold
from dateline.transforms.names.lexicon import words_of
from dateline.transforms.names.multilingual.endings import base_forms
from dateline.transforms.places.gazetteer import locations
from dateline.transforms.schema.closed_sets import EntityKind, PlaceKind
from dateline.transforms.text.scripts import FIRST_OTHER_LETTER

_LANGUAGES_IN_LETTERS = ("ru", "uk", "hy", "ka", "fa", "ar")


@cache
def country_code(name: str) -> str | None:
    """The ISO 3166-1 alpha-3 code of a country, by any of its listed names."""
    listed = entity_name(EntityKind.PLACE, name)
    for place in locations(listed):
        if place.kind == PlaceKind.COUNTRY and place.country is not None:
            return place.country
    return None


@cache
def _listed() -> Mapping[tuple[str, ...], str]:
    """Codes by the folded words of names and nationalities."""
    names = [(row["name"], row["name"]) for row in lexicon("countries")]
    names += [
        (row["alias"], row["name"])
        for row in lexicon("entity_aliases")
        if row["kind"] == EntityKind.PLACE
    ]
    names += [(row["adjective"], row["place"]) for row in lexicon("nationalities")]
    found = {}
    for name, country in names:
        code = country_code(country)
        if code is not None:
            found[_key(words_of(name))] = code
    return found


@cache
def _longest() -> int:
    return max(map(len, _listed()))


def _key(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(fold, words))


def country_at(words: Sequence[str], index: int) -> tuple[str | None, int]:
    """The country that the words at an index name, and how many words do; None and 0 for none.

    A name in small letters names none: `us` and `turkey` are words.
    """
    if words[index][0] >= FIRST_OTHER_LETTER:
        code = _code_in_letters(words[index])
        return code, int(code is not None)
    if words[index].islower():
        return None, 0
    for count in range(min(_longest(), len(words) - index), 0, -1):
        code = _listed().get(_key(words[index : index + count]))
        if code is not None:
            return code, count
    return None, 0


@cache
def _countries_of(language: str) -> Mapping[str, str]:
    """English names of the countries whose names in a language are one word in other letters."""
    return {
        row["name"]: row["stands_for"]
        for row in lexicon("language_names")
        if row["language"] == language and row["use"] == "country" and " " not in row["name"]
    }


@lru_cache(maxsize=1 << 12)
def _code_in_letters(word: str) -> str | None:
    """The code of the country that a word in other letters than Latin ones names, in any case."""
    for language in _LANGUAGES_IN_LETTERS:
        named = _countries_of(language)
        forms = (word, *(form.text for form in base_forms(language, "place", word)))
        found = next((named[form] for form in forms if form in named), None)
        if found is not None:
            return country_code(found)
    return None


def country_in(name: str) -> str | None:
    """The only country that a name holds: that of `Government of Kenya`; None for none or two."""
    words = words_of(name)
    found = {country_at(words, index)[0] for index in range(len(words))} - {None}
    return found.pop() if len(found) == 1 else None


@cache
def _seats() -> Mapping[str, str]:
    return {fold(row["seat"]): row["country"] for row in lexicon("government_seats")}


def country_of_place(name: str) -> str | None:
    """The code of a country, or of the one that a government's seat can stand for."""
    found = locations(name)
    if found and found[0].kind == PlaceKind.COUNTRY:
        return found[0].country
    seat_of = _seats().get(fold(name))
    return country_code(seat_of) if seat_of else None
