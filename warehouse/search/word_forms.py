"""Forms of one word, by Snowball: `negotiation`, `negotiations` and `negotiating` have one stem.

A stem is indexed beside the words of its text, behind a mark that no text has among its words, and
with the language: a stem of one language is none of another, and no word looks like a stem.
Snowball's stemmers are not for several threads: each index, query and page shown has its own.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

from dateline.transforms.text.folding import fold_letters

# A character for private use: `search_words` takes none of these for a part of a word.
_MARK = "\ue000"
_SAME_STEMS = {"nb": "no", "nn": "no"}
_LEAST_INFLECTED_LETTERS = 3
_WORDS_REMEMBERED = 1 << 17

StemsOf = Callable[[str], str]


def stems_in(language: str | None) -> StemsOf | None:
    """What gives the stems of a word as they are indexed; None where no stemmer knows the language.

    A word with accents may have two, with a space between: one as it is written, one as it is typed
    without them.
    """
    from Stemmer import Stemmer  # C code of 2 MB, which only a search or a publish needs

    code = _SAME_STEMS.get(language or "", language or "")
    if len(code) != 2:
        return None
    try:
        stem = Stemmer(code, 0).stemWord
    except KeyError:
        return None
    before = f"{_MARK}{code}"

    @lru_cache(_WORDS_REMEMBERED)
    def stems_of(word: str) -> str:
        if len(word) < _LEAST_INFLECTED_LETTERS or not word[0].isalpha():
            return ""
        lower = word.lower()
        if lower.isascii():
            return f"{before}{stem(lower)}"
        stems = {fold_letters(stem(lower)), stem(fold_letters(lower))}
        return " ".join(f"{before}{part}" for it in sorted(stems) for part in it.split()[:1])

    return stems_of


class QueryForms:
    """Which words are forms of a word that is searched for, in each of several languages."""

    def __init__(self, languages: Iterable[str]) -> None:
        known = {language: stems_in(language) for language in languages}
        self._stems = {language: stems for language, stems in known.items() if stems is not None}

    def stems(self, word: str) -> list[str]:
        """The stems of a word, by which its forms are found."""
        return sorted({stem for of in self._stems.values() for stem in of(word).split()})

    def are_forms(self, word: str, other: str, language: str | None) -> bool:
        """Whether two words are forms of one in a language."""
        of = self._stems.get(language or "")
        return of is not None and not set(of(word).split()).isdisjoint(of(other).split())
