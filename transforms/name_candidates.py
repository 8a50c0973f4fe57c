"""Where names can be: runs of capitalised words, with the small words that tie them together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.name_words import words_used_as

# Dotted initials are one word ("U.S.", "D.C."); a possessive 's is no part of a word.
_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|[A-Z]\.[A-Z](?![^\W_])"
    r"|[^\W_]+(?:['’](?![sS](?![^\W_]))[^\W_]+)*"
)
_ABBREVIATIONS = words_used_as("abbreviation")
_TIES = frozenset({" ", "\u00a0", "-", "‑", "–", ".", "&", " & ", "/", "'", "’", " '", "' "})
_CONNECTORS = words_used_as("connector")
_LONGEST_TIE = 2


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one passage, as columns.

    `starts` and `ends` are code points into the document's text; `gaps[i]` is the text between
    word `i - 1` and word `i`, and for the first word the text before it in the passage.
    """

    texts: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    gaps: tuple[str, ...]


def split_words(text: str, start: int, end: int) -> Words:
    """The words between two code points of a text."""
    texts, starts, ends, gaps = [], [], [], []
    before = start
    for match in _WORD.finditer(text, start, end):
        first, last = match.span()
        texts.append(match.group())
        starts.append(first)
        ends.append(last)
        gaps.append(text[before:first] if first - before < 8 else text[before : before + 8])
        before = last
    return Words(tuple(texts), tuple(starts), tuple(ends), tuple(gaps))


def _is_tied(words: Words, place: int) -> bool:
    """Whether a word can belong to the same name as the one before it."""
    gap = words.gaps[place]
    if gap in _TIES:
        return True
    if gap != ". ":
        return False
    before = words.texts[place - 1]
    return len(before) == 1 or before.lower() in _ABBREVIATIONS


def runs(words: Words) -> Iterator[tuple[int, int]]:
    """Stretches of words that can hold names, each as places of its first word and past its last.

    A run begins with a word that has a capital letter and ends with one that has a capital letter
    or a digit, or hangs on it by a hyphen; between such words stand at most two small connecting
    words.
    """
    texts = words.texts
    count = len(texts)
    place = 0
    while place < count:
        if texts[place].islower() or texts[place].isdecimal():
            place += 1
            continue
        end = place + 1
        ahead = end
        while ahead < count and ahead - end <= _LONGEST_TIE and _is_tied(words, ahead):
            if not texts[ahead].islower() or words.gaps[ahead] == "-":
                end = ahead + 1
            elif texts[ahead] not in _CONNECTORS:
                break
            ahead += 1
        yield place, end
        place = end
