"""In which letters a page is written, by which it is told what models read it.

What tells an article from what surrounds it was learned twice: from pages in English letters, most
of them English, and from pages in other letters and scripts, too. Each pair of models does better
on its own pages.
"""

import re
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dateline.transforms.lines.splitting import Lines

# English pages have fewer: those of foreign names. German ones have about twice as many.
_LEAST_OTHER_LETTERS = 0.01
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


class Alphabet(StrEnum):
    """The letters of a page: those of English, with few others, or others."""

    ENGLISH = "english"
    OTHER = "other"


def has_other_letters(text: str) -> bool:
    """Whether more than a hundredth of a text is letters that English does not have."""
    others = "".join(_NOT_ASCII.findall(text))
    return sum(map(str.isalpha, others)) > _LEAST_OTHER_LETTERS * len(text)


def pages_by_alphabet(lines: Lines) -> dict[Alphabet, NDArray[np.bool_]]:
    """The documents of each alphabet that any is written in, as a flag for each document."""
    bounds = lines.offsets.tolist()
    flags = [has_other_letters("".join(lines.texts[start:end])) for start, end in pairwise(bounds)]
    other = np.array(flags, dtype=bool)
    found = {Alphabet.ENGLISH: ~other, Alphabet.OTHER: other}
    return {alphabet: own for alphabet, own in found.items() if own.any()}
