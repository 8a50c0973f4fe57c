"""Endings that a language puts on names, and the forms of a name without them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from dateline.seeds import lexicon

_SHORTEST_STEM = 2
_VOWELS = frozenset("аеёиоуыэюяєіїաեէըիոօაეიოუaeıioöuüəâîûAEIİOÖUÜƏ")


@dataclass(frozen=True, slots=True)
class BaseForm:
    """What a word can be a form of: the base form, of which gender, if known, in which case."""

    text: str
    gender: str
    case: str


@dataclass(frozen=True, slots=True)
class _Ending:
    ending: str
    nominative: str
    gender: str
    case: str
    after: str


@cache
def _endings(language: str, use: str) -> dict[str, tuple[_Ending, ...]]:
    """The endings of a language for given names, surnames or places, by their last letters."""
    found: dict[str, list[_Ending]] = defaultdict(list)
    for row in lexicon("name_endings"):
        if row["case"] and row["language"] == language and use in ("", row["use"]):
            found[row["ending"]].append(
                _Ending(row["ending"], row["nominative"], row["gender"], row["case"], row["after"])
            )
    return {ending: tuple(dict.fromkeys(rows)) for ending, rows in found.items()}


def _fits(stem: str, after: str) -> bool:
    return not after or (stem[-1] in _VOWELS) == (after == "vowel")


@lru_cache(maxsize=50_000)
def base_forms(language: str, use: str, word: str) -> tuple[BaseForm, ...]:
    """All that a word can be a form of by its ending alone; most of it is no name.

    Args:
        language: The language, such as `ru`.
        use: `given`, `surname`, `place` or `organisation`; empty for all of them.
        word: The word as written.
    """
    return tuple(_base_forms(language, use, word))


def _base_forms(language: str, use: str, word: str) -> Iterator[BaseForm]:
    endings = _endings(language, use)
    longest = max(map(len, endings), default=-1)
    for size in range(min(longest, len(word) - _SHORTEST_STEM), -1, -1):
        stem, ending = word[: len(word) - size], word[len(word) - size :]
        for row in endings.get(ending, ()):
            if _fits(stem, row.after):
                yield BaseForm(stem + row.nominative, row.gender, row.case)


@cache
def agrees_in_case(language: str) -> bool:
    """Whether all words of a name bend: then the endings of a language are told by gender."""
    return any(row.gender for rows in _endings(language, "").values() for row in rows)


def is_vowel(letter: str) -> bool:
    """Whether a letter is a vowel in any of the alphabets that there are endings for."""
    return letter in _VOWELS
