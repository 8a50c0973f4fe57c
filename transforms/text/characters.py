"""The characters and words of many lines at once, as arrays."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dateline import seeds
from dateline.transforms.text.scripts import letter_ranges

Integers = NDArray[np.int64]

LONGEST_MEASURED = 2_000  # a line is measured by its first characters: no real paragraph is longer
BUCKETS = 1 << 16

UPPER, LOWER, DIGIT, MARK, STOP, COMMA, QUOTE, SYMBOL, CASELESS, UNSPACED = (
    1 << bit for bit in range(10)
)
LETTER = UPPER | LOWER | CASELESS
_MARK_CLASSES = {"stop": STOP, "comma": COMMA, "quotation": QUOTE, "symbol": SYMBOL}
_LAST = 0xFFFF  # characters beyond the basic plane are classed as this one
_MIX = 0x9E3779B97F4A7C15
_UNMIX = pow(_MIX, -1, 1 << 64)


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of some lines, one after the other, each line followed by a line feed.

    `points` are code points, `classes` their classes as bits; line `i` is
    `points[start[i]:end[i]]`, cut at `LONGEST_MEASURED` characters.
    """

    points: NDArray[np.uint32]
    classes: NDArray[np.uint16]
    start: Integers
    end: Integers

    def count(self, mask: NDArray[np.bool_]) -> Integers:
        """Count the characters of each line that `mask`, one flag a character, marks."""
        if not len(self.start):
            return self.start
        return np.add.reduceat(mask, self.start, dtype=np.int64)

    def has(self, bits: int) -> NDArray[np.bool_]:
        """Mark the characters of any of the classes in `bits`."""
        marked: NDArray[np.bool_] = (self.classes & bits) != 0
        return marked


@dataclass(frozen=True, slots=True)
class LineWords:
    """The words of some lines: runs of letters and digits, or a few letters where none has spaces.

    Word `i` stands in line `line[i]`, starts with a character of class `opening[i]` and has
    `length[i]` characters; `hash[i]` is the same for the same word in any case, digits alike.
    """

    line: Integers
    opening: NDArray[np.uint16]
    length: Integers
    hash: NDArray[np.uint64]


@cache
def _classes() -> NDArray[np.uint16]:
    classes = np.zeros(_LAST + 1, dtype=np.uint16)
    for point in range(_LAST + 1):
        category = unicodedata.category(chr(point))
        if category in ("Lu", "Lt"):
            classes[point] = UPPER
        elif category == "Ll":
            classes[point] = LOWER
        elif category[0] in "LM":
            classes[point] = CASELESS
        elif category[0] == "N":
            classes[point] = DIGIT
        elif category[0] in "PS":
            classes[point] = MARK
    for first, last in letter_ranges("no_capitals"):
        classes[first : last + 1] = CASELESS
    for first, last in letter_ranges("unspaced"):
        block = classes[first : last + 1]
        block[(block & (LETTER | DIGIT)) != 0] |= UNSPACED
    for row in seeds.lexicon("marks"):
        if not row["script"] and (bit := _MARK_CLASSES.get(row["use"])):
            classes[ord(row["mark"])] |= bit
    return classes


def marks(use: str) -> tuple[str, ...]:
    """The marks of `seeds/marks.csv` with a use that they have in every script."""
    rows = seeds.lexicon("marks")
    return tuple(row["mark"] for row in rows if row["use"] == use and not row["script"])


@cache
def _letters_a_word() -> NDArray[np.uint8]:
    """How many letters make a word, for each character of a script that writes no spaces."""
    letters = np.ones(_LAST + 1, dtype=np.uint8)
    for row in seeds.lexicon("scripts"):
        if row["use"] == "unspaced":
            letters[int(row["first"], 16) : int(row["last"], 16) + 1] = int(row["letters_a_word"])
    return letters


@cache
def _marks_of_scripts() -> tuple[tuple[int, int, tuple[tuple[int, int], ...]], ...]:
    """Marks that stand for something else behind the letters of a script: point, class, ranges."""
    scripts = [
        (r["script"], int(r["first"], 16), int(r["last"], 16)) for r in seeds.lexicon("scripts")
    ]
    return tuple(
        (
            ord(row["mark"]),
            _MARK_CLASSES[row["use"]],
            tuple((first, last) for script, first, last in scripts if script == row["script"]),
        )
        for row in seeds.lexicon("marks")
        if row["script"]
    )


@cache
def _folded() -> NDArray[np.uint64]:
    """A random number for every character, the same for both its cases and for all digits."""
    points = np.arange(_LAST + 1, dtype=np.uint64)
    for point in range(_LAST + 1):
        lower = chr(point).lower()
        if len(lower) == 1:
            points[point] = ord("0") if lower.isdecimal() else ord(lower)
    return scramble(points + np.uint64(_MIX))


def scramble(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread whole numbers over 64 bits, the same on every machine (the finish of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def bucket(hashes: NDArray[np.uint64]) -> Integers:
    """The rows of hashes in a table of `BUCKETS` rows."""
    return (scramble(hashes) & np.uint64(BUCKETS - 1)).astype(np.int64)


def characters_of(texts: Sequence[str]) -> Characters:
    """Lay the characters of texts that hold no line feed side by side."""
    cut = [text[:LONGEST_MEASURED] for text in texts]
    length = np.array([len(text) for text in cut], dtype=np.int64)
    joined = "\n".join([*cut, ""]).encode("utf-32-le", "surrogatepass")
    points = np.minimum(np.frombuffer(joined, np.uint32), _LAST)
    end = np.cumsum(length + 1) - 1
    classes = _classes()[points]
    for mark, bit, ranges in _marks_of_scripts():
        _class_behind(points, classes, mark, bit, ranges)
    return Characters(points, classes, end - length, end)


def _class_behind(
    points: NDArray[np.uint32],
    classes: NDArray[np.uint16],
    mark: int,
    bit: int,
    ranges: tuple[tuple[int, int], ...],
) -> None:
    """Add a class to a mark wherever it stands behind a letter of a script, quoted or not."""
    here = np.flatnonzero(points == mark)
    here = here[here > 1]
    before = here - 1 - ((classes[here - 1] & QUOTE) != 0)
    letters = points[before]
    for first, last in ranges:
        classes[here[(letters >= first) & (letters <= last)]] |= bit


def words_of(characters: Characters) -> LineWords:
    """Find the words of lines of characters.

    A word's hash is a polynomial in an odd number, cut out of the sums over all characters and
    shifted to the word's start, so that it does not depend on where the word stands.
    """
    inside = characters.has(LETTER | DIGIT)
    change = np.diff(inside.view(np.int8), prepend=0)
    start, end = np.flatnonzero(change == 1), np.flatnonzero(change == -1)
    unspaced = characters.has(UNSPACED)
    if unspaced.any():
        cuts = _cuts(characters.points, inside, unspaced)
        start = np.insert(start, np.searchsorted(start, cuts), cuts)
        end = np.insert(end, np.searchsorted(end, cuts), cuts)
    sums = np.zeros(len(inside) + 1, np.uint64)
    np.cumsum(_folded()[characters.points] * _powers(_MIX, len(inside)), out=sums[1:])
    return LineWords(
        line=np.searchsorted(characters.end, start),
        opening=characters.classes[start],
        length=end - start,
        hash=(sums[end] - sums[start]) * _powers(_UNMIX, len(inside))[start],
    )


def _cuts(
    points: NDArray[np.uint32], inside: NDArray[np.bool_], unspaced: NDArray[np.bool_]
) -> Integers:
    """Where words begin right behind others, as no spaces part them."""
    letters = np.flatnonzero(unspaced)
    opens = np.diff(letters, prepend=-2) != 1
    closes = np.append(opens[1:], True)
    heads = np.flatnonzero(opens)
    since = letters - letters[heads[np.cumsum(opens) - 1]]
    begin = letters[since % _letters_a_word()[points[letters]] == 0]
    cuts = np.sort(np.concatenate([begin, letters[closes] + 1]), kind="stable")
    cuts = cuts[cuts > 0]
    parted: Integers = cuts[inside[cuts] & inside[cuts - 1]]
    return parted


def _powers(base: int, count: int) -> NDArray[np.uint64]:
    """The powers of a number from 0 on, modulo 2**64."""
    factors = np.full(count, base, np.uint64)
    factors[:1] = 1
    powers: NDArray[np.uint64] = np.multiply.accumulate(factors)
    return powers
