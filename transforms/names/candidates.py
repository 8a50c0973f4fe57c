"""Where names can be: runs of capitalised words, with the small words that tie them together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from dateline.transforms.text.name_words import words_used_as

# Dotted initials are one word ("U.S.", "D.C."); a possessive 's is no part of a word.
NAME_WORD = re.compile(
    r"([A-Z]\.(?:[A-Z]\.)+|[A-Z]\.[A-Z]\b|\w++(?:['’](?![sS]\b)\w++)*+)",
)
_TIES = frozenset({" ", "\u00a0", "-", "‑", "–", ".", "&", " & ", "/", "'", "’", " '", "' "})
_APOSTROPHES = frozenset({"'", "’"})
_LONGEST_TIE = 2
# No name is longer: what is longer is a list in capitals, or no text at all.
_LONGEST_RUN = 24
_LONGEST_WORD = 40


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
    parts = NAME_WORD.split(text[start:end])
    bounds = list(accumulate(map(len, parts), initial=start))
    return Words(
        texts=tuple(parts[1::2]),
        starts=tuple(bounds[1::2]),
        ends=tuple(bounds[2::2]),
        gaps=tuple(parts[0:-1:2]),
    )


def _ends_abbreviated(word: str) -> bool:
    return len(word) == 1 or word.lower() in words_used_as("abbreviation")


def runs(words: Words) -> Iterator[tuple[int, int]]:
    """Stretches of words that can hold names, each as its first index and past its last.

    A run begins with a word that has a capital letter and ends with one that has a capital letter
    or a digit, or hangs on it by a hyphen; between such words stand at most two small connecting
    words. Very long words and runs are cut off, so that work stays linear on any text.
    """
    texts = words.texts
    end = 0
    for index in [i for i, text in enumerate(texts) if not (text.islower() or text.isdecimal())]:
        if index < end or len(texts[index]) > _LONGEST_WORD:
            continue
        end = _end_of_run(words, index)
        yield index, end


def _end_of_run(words: Words, first: int) -> int:
    """The index behind the last word that a run from `first` on reaches."""
    texts, gaps = words.texts, words.gaps
    end = ahead = first + 1
    limit = min(len(texts), first + _LONGEST_RUN)
    while ahead < limit and ahead - end <= _LONGEST_TIE:
        gap = gaps[ahead]
        if gap not in _TIES and not (gap == ". " and _ends_abbreviated(texts[ahead - 1])):
            break
        if len(texts[ahead]) > _LONGEST_WORD:
            break
        if gap == "-" or not texts[ahead].islower():
            end = ahead + 1
        elif texts[ahead] not in words_used_as("connector") and not (
            texts[ahead] == "s"
            and gap in _APOSTROPHES
            and texts[ahead - 1].lower() in words_used_as("possessor")
        ):
            break
        ahead += 1
    return end
