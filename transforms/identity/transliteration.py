"""One name in several scripts: "Блинкен", "Բլինքեն" and "Blinken" sound alike.

A word is written in Latin letters by a table of its script, then spellings that stand for one sound
become one letter. The consonants that are left of a surname are the key under which names of all
scripts meet; whether two of them are one name is found by all their sounds.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, combinations

from dateline.seeds import lexicon
from dateline.transforms.names.entities import fold
from dateline.transforms.names.resolution import name_key
from dateline.transforms.text.scripts import FIRST_OTHER_LETTER

LATIN, OTHER_LATIN = "latin", "other_latin"
_RANGES = {
    "cyrillic": ("\u0400", "\u052f"),
    "armenian": ("\u0531", "\u0587"),
    "georgian": ("\u10a0", "\u10ff"),
}
_SOFT = frozenset("aeiou")
_SOFT_COST, _HARD_COST = 0.5, 1.0
# Above this, names are two names: one vowel more or other in each of two words.
_MOST_OF_A_NAME = 1.0
_MOST_OF_A_WORD = 0.5
_LEAST_SOUNDS = 4
# Often all that tells a woman from a man: Alexandra Ivanova, Alexandr Ivanov.
_FEMININE = "a"
# Letters by which Turkish and Azerbaijani spellings are known.
_TURKIC = re.compile("[ığşəİ]")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 16)
def script_of(name: str) -> str | None:
    """The script that all letters of a name are of, if it is one that can be compared.

    Latin with other letters than English has is a script of its own.
    """
    letters = [letter for letter in name if letter.isalpha()]
    if not letters:
        return None
    if all(letter.isascii() for letter in letters):
        return LATIN
    for script, (first, last) in _RANGES.items():
        if all(first <= letter <= last for letter in letters):
            return script
    return (
        OTHER_LATIN
        if all(letter < FIRST_OTHER_LETTER or letter in "əƏ" for letter in letters)
        else None
    )


@cache
def _romanisation() -> Mapping[str, str]:
    return {row["letters"]: row["latin"] for row in lexicon("romanisation")}


@cache
def _spellings(orthography: str) -> Mapping[str, str]:
    return {
        row["written"]: row["sound"]
        for row in lexicon("spelling_equivalents")
        if row["orthography"] == orthography
    }


def _replaced(text: str, by: Mapping[str, str]) -> str:
    """A text with all that a table has replaced, the longest first."""
    return _pattern(tuple(by)).sub(lambda found: by[found.group()], text)


@cache
def _pattern(written: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(written, key=lambda one: (-len(one), one))
    return re.compile("|".join(map(re.escape, longest_first)))


@lru_cache(maxsize=1 << 16)
def sounds_of(word: str, orthography: str = "") -> str:
    """A word as its sounds: small letters, and capitals for sounds that take two letters."""
    latin = _replaced(word.lower(), _romanisation())
    if orthography:
        latin = _replaced(latin, _spellings(orthography))
    plain = "".join(letter if letter.isupper() else fold(letter) for letter in latin)
    sounds = _replaced(plain, _spellings(""))
    return _DOUBLED.sub(r"\1", "".join(filter(str.isalpha, sounds)))


@lru_cache(maxsize=1 << 16)
def sound_key(surname: str) -> str:
    """The consonants of a surname, in Latin letters; the surname where it has none of ours."""
    key = "".join(sound for sound in sounds_of(surname) if sound not in _SOFT)
    return key.lower() if key.isascii() and key else surname


def _words(name: str) -> tuple[str, ...]:
    orthography = "turkic" if _TURKIC.search(name) else ""
    count = len(name_key(name))
    written = re.findall(r"\w[\w'’]*", name)[:count]
    return tuple(sounds_of(word, orthography) for word in written)


def first_consonant(name: str) -> str:
    """The first consonant of a name, by which those that can be one are compared."""
    return next((sound for sound in _words(name)[0].lower() if sound not in _SOFT), "")


def are_one_name(one: str, other: str) -> bool:
    """Whether two full names of different scripts are one name, as far as sounds tell."""
    words, others = _words(one), _words(other)
    if len(words) != len(others) or len(words) < 2 or min(map(len, (*words, *others))) < 2:
        return False
    if sum(map(len, words)) < 2 * _LEAST_SOUNDS:
        return False
    scripts = {script_of(one), script_of(other)}
    distances = [
        _distance(word, counterpart, is_free_end="georgian" in scripts)
        for word, counterpart in zip(words, others, strict=True)
    ]
    if any(
        word.endswith(_FEMININE) != counterpart.endswith(_FEMININE)
        for word, counterpart in zip(words, others, strict=True)
    ):
        return False
    if max(distances) > _MOST_OF_A_WORD or sum(distances) > _MOST_OF_A_NAME:
        return False
    return distances[0] == 0 or not _are_two_given_names(words[0], others[0])


def _distance(one: str, other: str, *, is_free_end: bool) -> float:
    """How far two words are from each other: a vowel counts half as much as a consonant.

    Georgian adds an "i" to foreign names.
    """
    if is_free_end:
        one, other = one.removesuffix("i"), other.removesuffix("i")
    row = [0.0]
    for sound in other:
        row.append(row[-1] + _cost(sound))
    for sound in one:
        before, row = row, [row[0] + _cost(sound)]
        for index, counterpart in enumerate(other):
            same = before[index] + (
                0 if sound == counterpart else max(_cost(sound), _cost(counterpart))
            )
            row.append(min(same, row[-1] + _cost(counterpart), before[index + 1] + _cost(sound)))
    return row[-1]


def _cost(sound: str) -> float:
    return _SOFT_COST if sound in _SOFT else _HARD_COST


@cache
def _given_names() -> Sequence[frozenset[str]]:
    """The sounds of the given names that are listed for each language in a script of its own."""
    by_language: dict[str, set[str]] = {}
    for row in lexicon("language_names"):
        if row["use"] == "given" and script_of(row["name"]) in _RANGES:
            by_language.setdefault(row["language"], set()).add(sounds_of(row["name"]))
    return [frozenset(names) for _, names in sorted(by_language.items())]


def _are_two_given_names(one: str, other: str) -> bool:
    """Whether some language has both as names: Armen is not Arman."""
    return any(one in names and other in names for names in _given_names())


def joined_scripts(names: Mapping[str, str]) -> dict[str, str]:
    """Which entities are one, since their full names are one name in several scripts.

    Names that hang together are joined only if each two of them are one name: where "Энтони
    Блинкен" could be Antony or Antoni, he is neither. Ukrainian and Russian can have one name each.

    Args:
        names: Full names of people by the id of the entity.

    Returns:
        For each entity that is joined to another one, which that is: one in plain Latin letters,
        else in other Latin ones, else the first of their ids.
    """
    by_script: dict[str | None, list[str]] = {}
    for entity in sorted(names):
        by_script.setdefault(script_of(names[entity]), []).append(entity)
    by_script.pop(None, None)
    if len(by_script) < 2:
        return {}
    buckets: dict[tuple[int, str], list[str]] = {}
    for entity in sorted(chain.from_iterable(by_script.values())):
        name = names[entity]
        buckets.setdefault((len(name_key(name)), first_consonant(name)), []).append(entity)
    found: dict[str, str] = {}
    for entities in buckets.values():
        for group in _groups(names, entities):
            if _are_one_for_all([names[entity] for entity in group]):
                first = min(group, key=lambda entity: _rank(names[entity], entity))
                found.update((entity, first) for entity in group if entity != first)
    return found


def _rank(name: str, entity: str) -> tuple[int, str]:
    """Plain Latin first, then other Latin: others have ids that tell nothing."""
    script = script_of(name)
    return (LATIN, OTHER_LATIN).index(script) if script in (LATIN, OTHER_LATIN) else 2, entity


def _groups(names: Mapping[str, str], entities: Sequence[str]) -> list[list[str]]:
    """Entities that hang together by names that are one in two scripts."""
    groups: list[list[str]] = []
    for entity in entities:
        touched = [
            group
            for group in groups
            if any(
                script_of(names[other]) != script_of(names[entity])
                and are_one_name(names[other], names[entity])
                for other in group
            )
        ]
        groups = [group for group in groups if group not in touched]
        groups.append([*chain.from_iterable(touched), entity])
    return [group for group in groups if len(group) > 1]


def _are_one_for_all(names: Sequence[str]) -> bool:
    return all(_agree(one, other) for one, other in combinations(names, 2))


def _agree(one: str, other: str) -> bool:
    """Whether two names can be one person's; in one script they sound the same then."""
    script = script_of(one)
    if script == script_of(other):
        return script != LATIN and _words(one) == _words(other)
    return are_one_name(one, other)
