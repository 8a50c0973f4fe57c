"""Words as the search index knows them, and the queries that are made of them.

A query is read here and nowhere else: what reaches the index are letters and digits in quotation
marks, whatever was typed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from dateline.transforms.text.folding import fold_letters
from dateline.warehouse.errors import UsageError

# Scripts that put no space between words: each character is found by itself, a word of several
# as a phrase. Thai and Lao, Myanmar, Khmer, kana, Chinese characters.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
# Accents written as characters of their own: Latin, Cyrillic, Hebrew, Arabic.
_ACCENTS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670"
_SEARCHED_WORD = re.compile(rf"[{_UNSPACED}]|(?:[^\W_{_UNSPACED}]|[{_ACCENTS}])+")
# The same, faster, where a text has none of these.
_SPACED_WORD = re.compile(r"[^\W_]+")
_IS_NOT_SPACED = re.compile(f"[{_UNSPACED}{_ACCENTS}]")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")
_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))')
_MARKS = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_MOST_WORDS = 100
_WORDS_REMEMBERED = 1 << 17


AreForms: TypeAlias = Callable[[str, str], bool]


class SearchQueryError(UsageError):
    """The query has no word to look for, or too many."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one after another; of the last, only the beginning where `is_prefix`.

    `inflected` is the word as it was typed where its other forms are meant, too: one without
    quotation marks.
    """

    words: tuple[str, ...]
    is_prefix: bool = False
    inflected: str | None = None

    def is_at(self, words: tuple[str, ...]) -> bool:
        """Whether it is these words, of which there are as many."""
        *firsts, last = self.words
        begins = words[-1].startswith(last) if self.is_prefix else words[-1] == last
        return begins and words[:-1] == tuple(firsts)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a row must have, all of it, and what it must not have."""

    wanted: tuple[Phrase, ...]
    unwanted: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A span of a text, in code points, and which of the phrases it holds."""

    start: int
    end: int
    phrase: int


def matches(phrases: Sequence[Phrase], text: str, are_forms: AreForms | None = None) -> list[Match]:
    """Where phrases stand in a text, in their order there; none overlaps the one before it.

    Args:
        phrases: what is looked for.
        text: where.
        are_forms: whether two words are forms of one; without it, only equal words match.
    """
    found = list(words_of(text))
    words = tuple(word for word, _, _ in found)
    located: list[Match] = []
    for index, (_, start, _) in enumerate(found):
        if located and start < located[-1].end:
            continue
        for number, phrase in enumerate(phrases):
            stretch = words[index : index + len(phrase.words)]
            if len(stretch) < len(phrase.words):
                continue
            if phrase.is_at(stretch) or (
                phrase.inflected is not None
                and are_forms is not None
                and are_forms(text[start : found[index][2]], phrase.inflected)
            ):
                located.append(Match(start, found[index + len(stretch) - 1][2], number))
                break
    return located


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text, folded, each with where it stands."""
    for match in _SEARCHED_WORD.finditer(text):
        for word in fold_letters(match[0]).split():
            yield word, match.start(), match.end()


def folded(text: str | None) -> str:
    """The words of a text, folded, with a space between; the form in which they are indexed."""
    return "" if text is None else fold_words(split_words(text))


def split_words(text: str) -> list[str]:
    """The words of a text as they stand in it; of some scripts, the characters."""
    if text.isascii():
        return _ASCII_WORD.findall(text)
    return (_SEARCHED_WORD if _IS_NOT_SPACED.search(text) else _SPACED_WORD).findall(text)


def fold_words(words: Iterable[str]) -> str:
    """Words, folded, with a space between."""
    joined = " ".join(words)
    if joined.isascii():
        return joined.lower()
    # Of a mark alone, nothing is left.
    return " ".join(filter(None, map(_folded_word, joined.split(" "))))


@lru_cache(_WORDS_REMEMBERED)
def _folded_word(word: str) -> str:
    return " ".join(fold_letters(word).split())


def parse_query(text: str) -> SearchQuery:
    """Read a query: plain words, `"a phrase"`, `-word` and `-"phrase"` to leave out, `begin*`.

    Everything else is what it is made of: `U.S.` is the phrase of its two letters, `NEAR(` a word.

    Raises:
        SearchQueryError: there is no word to look for, or there are too many.
    """
    wanted: list[Phrase] = []
    unwanted: list[Phrase] = []
    for match in _TERM.finditer(text.translate(_MARKS)):
        typed = match["word"] if match["phrase"] is None else match["phrase"]
        words = tuple(folded(typed).split())
        if words:
            is_beginning = match["phrase"] is None and typed.endswith("*")
            if match["minus"]:
                unwanted.append(Phrase(words, is_beginning))
            else:
                is_plain = match["phrase"] is None and not is_beginning and len(words) == 1
                wanted.append(Phrase(words, is_beginning, _only(typed) if is_plain else None))
    if not wanted:
        raise SearchQueryError(
            f"no word to search for: {text!r}; give at least one with a letter or a digit"
            + (" and without a - before it" if unwanted else "")
        )
    count = sum(len(phrase.words) for phrase in wanted + unwanted)
    if count > _MOST_WORDS:
        raise SearchQueryError(
            f"too many words to search for: {count:,}; give at most {_MOST_WORDS}"
        )
    return SearchQuery(tuple(wanted), tuple(unwanted))


def _only(typed: str) -> str | None:
    """What was typed, where it is one word."""
    words = split_words(typed)
    return words[0] if len(words) == 1 else None
