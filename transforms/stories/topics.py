"""Topics: texts that report the same event in other words.

A text's marks are the rarer words of its first paragraphs: names, figures, days, and words that few
pages have. Two texts report one event where most of the weight of their marks is the same. Passages
in common say nothing about it: reports from a template have them, and so have digests.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt

from dateline.seeds import lexicon
from dateline.transforms.stories.candidates import Pairs, group_sizes, sharing
from dateline.transforms.stories.comparison import compare, specifics_agree
from dateline.transforms.stories.shingles import HASH_BITS, Hashes, Indices, ranges, shingle

# What a report is about stands in its beginning.
_WORDS_OF_A_LEAD = 400
# On more of the pages, a word tells nothing; on fewer than the least, it tells no more.
_MOST_PAGES, _LEAST_PAGES = 0.05, 0.002
# The last bits of a mark are its weight, of 15.
_WEIGHT_BITS = 4
_GREATEST_WEIGHT = (1 << _WEIGHT_BITS) - 1
# Where fewer of the words are known, the language is none that the lexicon has.
_LEAST_KNOWN_SHARE = 0.3
# Marks by which others are looked for: words on fewer than one in a hundred pages, so many of them.
_LEAST_KEY_WEIGHT = 7
_MOST_KEYS = 40
_KEY_BITS = 40
_DAYS_TOGETHER = 2
_SHIFTS = tuple(range(_DAYS_TOGETHER))
# More texts of the same days have a word that the season, or a large event, has made common.
MOST_TEXTS_OF_A_KEY = 128
_LEAST_KEYS_SHARED = 6
# Chosen on a made corpus and on dated news, see docs/decisions/0015-stories.md.
LEAST_LIKENESS = 0.3
_LEAST_WEIGHT_SHARED = 6.0
_LEAST_RARE_SHARED = 6
# Quotations are repeated; beyond, it is a template, or a digest that has the other's text.
_FEW_PHRASES_SHARED, _MOST_PHRASES_SHARED = 0.12, 0.3
_LIKELY_PAIRS_AT_A_TIME = 1024


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of each text, sorted; text `n` has those between its two offsets."""

    offsets: Indices
    marks: Hashes

    def of(self, indices: Indices) -> "Marks":
        """The marks of some of the texts."""
        sizes = np.diff(self.offsets)[indices]
        chosen = self.marks[ranges(self.offsets[indices], sizes)]
        return Marks(np.concatenate([[0], np.cumsum(sizes)]), chosen)


def mark(texts: Sequence[str]) -> Marks:
    """The marks of texts; none of one in a language whose words are not known."""
    words = shingle(texts, 1, leading=_WORDS_OF_A_LEAD)
    common = _common_words()
    at = np.minimum(np.searchsorted(common.hashes, words.hashes), len(common.hashes) - 1)
    is_known = common.hashes[at] == words.hashes
    weights = np.where(is_known, common.weights[at], _GREATEST_WEIGHT).astype(np.uint64)
    counts = np.diff(words.offsets)
    text = np.repeat(np.arange(len(texts)), counts)
    known = np.bincount(text, is_known, minlength=len(texts))
    is_mark = (weights > 0) & (known >= _LEAST_KNOWN_SHARE * counts)[text]
    marks = (words.hashes >> np.uint64(_WEIGHT_BITS) << np.uint64(_WEIGHT_BITS)) | weights
    sizes = np.bincount(text[is_mark], minlength=len(texts))
    return Marks(np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), marks[is_mark])


@dataclass(frozen=True, slots=True)
class _CommonWords:
    """The hashes of words that many pages have, sorted, and how much each tells."""

    hashes: Hashes
    weights: npt.NDArray[np.uint8]


@cache
def _common_words() -> _CommonWords:
    rows = lexicon("common_words")
    words = shingle([row["word"] for row in rows], 1)
    shares = np.array([float(row["page_share"]) for row in rows])
    # A row of one's own may have several words; it tells nothing of any of them.
    is_word = np.diff(words.offsets) == 1
    hashes = words.hashes[words.offsets[:-1][is_word]]
    shares = np.clip(shares[is_word], _LEAST_PAGES, _MOST_PAGES)
    rarity = np.log(_MOST_PAGES / shares) / np.log(_MOST_PAGES / _LEAST_PAGES)
    order = np.argsort(hashes, kind="stable")
    return _CommonWords(hashes[order], np.round(rarity[order] * _GREATEST_WEIGHT).astype(np.uint8))


def day_number(day: date | None) -> int:
    """A day as `keys_of` takes it."""
    return -1 if day is None else day.toordinal()


def marks_of(rows: Sequence[Sequence[int] | None]) -> Marks:
    """The marks of rows of `sketches`; none of a row that an older version made."""
    lists = [np.array(row or (), np.int64).astype(np.uint64) for row in rows]
    offsets = np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int64)
    return Marks(offsets, np.concatenate([*lists, np.empty(0, np.uint64)]))


def keys_of(marks: Marks, texts: Indices, days: Indices) -> tuple[Indices, Hashes]:
    """The keys by which texts are found that have the same rare words in the same days.

    Days are put together by twos, in both ways, so that a day is once with the one before it and
    once with the one after it.

    Args:
        marks: The marks of texts.
        texts: For each article, the index of its text.
        days: The day of each article, counted from any day; a negative one where it is not known.
            Such an article has no keys: a subject that comes up for years is not one event.

    Returns:
        The texts, and a key of each.
    """
    texts, days = texts[days >= 0], days[days >= 0]
    weights = marks.marks & np.uint64(_GREATEST_WEIGHT)
    text = np.repeat(np.arange(len(marks.offsets) - 1), np.diff(marks.offsets))
    rare = np.flatnonzero(weights >= _LEAST_KEY_WEIGHT)
    # Those with the least hashes: so two texts keep the same ones.
    starts = np.searchsorted(rare, marks.offsets)
    sizes = np.minimum(np.diff(starts), _MOST_KEYS)
    rare = rare[ranges(starts[:-1], sizes)]
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    chosen = rare[ranges(offsets[texts], sizes[texts])]
    of_text = text[chosen]
    words = marks.marks[chosen] >> np.uint64(HASH_BITS - _KEY_BITS)
    day = np.repeat(days, sizes[texts])
    found = []
    for shift in _SHIFTS:
        together = (day + shift) // _DAYS_TOGETHER * len(_SHIFTS) + _SHIFTS.index(shift)
        found.append((together.astype(np.uint64) << np.uint64(_KEY_BITS)) | words)
    return np.tile(of_text, len(_SHIFTS)), np.concatenate(found)


def find_topic_candidates(text: Indices, keys: Hashes, is_new: npt.NDArray[np.bool_]) -> Pairs:
    """The pairs of a new text and any other that share enough keys which few texts have."""
    order = np.lexsort((text, keys))
    text, keys = text[order], keys[order]
    sizes = group_sizes(keys)
    few = np.repeat(sizes, sizes) <= MOST_TEXTS_OF_A_KEY
    found = sharing(text[few], keys[few], is_new)
    return found.where(found.shared >= _LEAST_KEYS_SHARED)


def find_likely(marks: Marks, pairs: Pairs) -> tuple[Pairs, npt.NDArray[np.float64]]:
    """Those of the pairs that report the same event by their marks, and how alike they are."""
    totals = np.add.reduceat(
        np.append(_squares(marks.marks), 0.0), np.minimum(marks.offsets[:-1], len(marks.marks))
    )
    totals[np.diff(marks.offsets) == 0] = 0
    weight, rare = _shared(marks, pairs)
    both = np.sqrt(totals[pairs.first] * totals[pairs.second])
    likeness = weight / np.maximum(both, 1e-9)
    is_likely = (likeness >= LEAST_LIKENESS) & (weight >= _LEAST_WEIGHT_SHARED)
    is_likely &= rare >= _LEAST_RARE_SHARED
    return pairs.where(is_likely), likeness[is_likely]


def are_of_own_words(texts: Sequence[str], pairs: Pairs) -> npt.NDArray[np.bool_]:
    """Whether the texts of each pair have few passages in common, such as quotations."""
    shingles = shingle(texts)
    containment = compare(shingles, pairs).containment
    repeats = containment > _FEW_PHRASES_SHARED
    return (containment <= _MOST_PHRASES_SHARED) & (~repeats | specifics_agree(shingles, pairs))


def _squares(marks: Hashes) -> npt.NDArray[np.float64]:
    return ((marks & np.uint64(_GREATEST_WEIGHT)).astype(np.float64) / _GREATEST_WEIGHT) ** 2


def _shared(marks: Marks, pairs: Pairs) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The weight of the marks that both texts of each pair have, and how many of them are rare."""
    weights: list[npt.NDArray[np.float64]] = [np.empty(0)]
    rare: list[npt.NDArray[np.float64]] = [np.empty(0)]
    for start in range(0, len(pairs), _LIKELY_PAIRS_AT_A_TIME):
        part = slice(start, start + _LIKELY_PAIRS_AT_A_TIME)
        first, second = pairs.first[part], pairs.second[part]
        texts = np.concatenate([first, second])
        sizes = marks.offsets[texts + 1] - marks.offsets[texts]
        pair = np.repeat(np.tile(np.arange(len(first), dtype=np.uint64), 2), sizes)
        keys = (pair << np.uint64(HASH_BITS)) | marks.marks[ranges(marks.offsets[texts], sizes)]
        keys.sort()
        twice = keys[1:][keys[1:] == keys[:-1]]
        of_pair = (twice >> np.uint64(HASH_BITS)).astype(np.int64)
        is_rare = (twice & np.uint64(_GREATEST_WEIGHT)) >= _LEAST_KEY_WEIGHT
        weights.append(np.bincount(of_pair, _squares(twice), len(first)).astype(np.float64))
        rare.append(np.bincount(of_pair, is_rare, len(first)).astype(np.float64))
    return np.concatenate(weights), np.concatenate(rare)
