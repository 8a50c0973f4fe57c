"""Whether two texts tell the same story, by how much of them is the same.

Resemblance and containment are exact: of all shingles, not of a sample. Beside them stand the words
that tell one event from another. Reports that a program makes from a template share their phrases
and not these words; two reports on one event share these words and not the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dateline.transforms.stories.candidates import Pairs
from dateline.transforms.stories.shingles import (
    HASH_BITS,
    Hashes,
    Indices,
    Shingles,
    ranges,
    shingle,
)

# Chosen on a made corpus and on edited news, see docs/decisions/0015-stories.md.
LEAST_CONTAINMENT = 0.12
# From here on, that the texts have a passage in common is enough; below, their words must agree.
CLEAR_CONTAINMENT = 0.45
LEAST_WORDS_SHARED = 0.7
LEAST_SPECIFICS_SHARED = 0.5
# Of so few, one that was corrected would decide.
_FEW_SPECIFICS = 3
# What holds another text whole and is so much longer is a digest or a live page.
LEAST_LENGTH_SHARE = 0.25
# So few that what is sorted at a time stays in a processor's cache.
_PAIRS_AT_A_TIME = 128


@dataclass(frozen=True, slots=True)
class Resemblance:
    """For pairs of texts, how many shingles each has, and how many both have."""

    pairs: Pairs
    shared: Indices
    first_count: Indices
    second_count: Indices

    @property
    def similarity(self) -> npt.NDArray[np.float64]:
        """The resemblance: shingles of both, of those of either (Jaccard)."""
        return _share(self.shared, self.first_count + self.second_count - self.shared)

    @property
    def containment(self) -> npt.NDArray[np.float64]:
        """The share of the shorter text that is in the longer one."""
        return _share(self.shared, np.minimum(self.first_count, self.second_count))

    @property
    def first_containment(self) -> npt.NDArray[np.float64]:
        """The share of the first text that is in the second one."""
        return _share(self.shared, self.first_count)

    @property
    def second_containment(self) -> npt.NDArray[np.float64]:
        """The share of the second text that is in the first one."""
        return _share(self.shared, self.second_count)

    def where(self, kept: npt.NDArray[np.bool_]) -> "Resemblance":
        """Some of the pairs."""
        return Resemblance(
            self.pairs.where(kept),
            self.shared[kept],
            self.first_count[kept],
            self.second_count[kept],
        )


def compare(shingles: Shingles, pairs: Pairs) -> Resemblance:
    """Compare the texts of each pair by all of their shingles."""
    counts = np.diff(shingles.offsets)
    shared = _shared(shingles.offsets, shingles.hashes, pairs)
    return Resemblance(pairs, shared, counts[pairs.first], counts[pairs.second])


def find_same_stories(texts: Sequence[str], shingles: Shingles, pairs: Pairs) -> Resemblance:
    """Those of the pairs whose texts tell the same story.

    Args:
        texts: The texts.
        shingles: Their shingles.
        pairs: Pairs of them.
    """
    counts = np.diff(shingles.offsets)
    one, other = counts[pairs.first], counts[pairs.second]
    is_likely = np.minimum(one, other) >= LEAST_LENGTH_SHARE * np.maximum(one, other)
    is_likely &= specifics_agree(shingles, pairs)
    compared = compare(shingles, pairs.where(is_likely))
    compared = compared.where(compared.containment >= LEAST_CONTAINMENT)
    is_same = compared.containment >= CLEAR_CONTAINMENT
    unclear = np.flatnonzero(~is_same)
    is_same[unclear] = _words_agree(texts, compared.pairs, unclear)
    return compared.where(is_same)


def specifics_agree(shingles: Shingles, pairs: Pairs) -> npt.NDArray[np.bool_]:
    """Whether the names and figures of the texts of each pair are mostly the same."""
    offsets = shingles.specific_offsets
    counts = np.diff(offsets)
    fewer = np.minimum(counts[pairs.first], counts[pairs.second])
    shared = _shared(offsets, shingles.specifics, pairs)
    return (fewer < _FEW_SPECIFICS) | (shared >= LEAST_SPECIFICS_SHARED * fewer)


def _words_agree(texts: Sequence[str], pairs: Pairs, chosen: Indices) -> npt.NDArray[np.bool_]:
    """Whether most of the different words of the shorter text of some pairs are in the other."""
    involved, again = pairs.where(chosen).reindexed()
    words = shingle([texts[text] for text in involved], 1)
    return compare(words, again).containment >= LEAST_WORDS_SHARED


def _share(part: Indices, whole: Indices) -> npt.NDArray[np.float64]:
    return part / np.maximum(1, whole)


def _shared(offsets: Indices, hashes: Hashes, pairs: Pairs) -> Indices:
    """How many hashes both texts of each pair have."""
    parts = [np.empty(0, np.int64)]
    for start in range(0, len(pairs), _PAIRS_AT_A_TIME):
        part = slice(start, start + _PAIRS_AT_A_TIME)
        parts.append(_shared_of(offsets, hashes, pairs.first[part], pairs.second[part]))
    return np.concatenate(parts)


def _shared_of(offsets: Indices, hashes: Hashes, first: Indices, second: Indices) -> Indices:
    # A hash that both texts of a pair have stands twice among the sorted hashes of the pair.
    texts = np.concatenate([first, second])
    sizes = offsets[texts + 1] - offsets[texts]
    pair = np.repeat(np.tile(np.arange(len(first), dtype=np.uint64), 2), sizes)
    keys = (pair << np.uint64(HASH_BITS)) | hashes[ranges(offsets[texts], sizes)]
    keys.sort()
    twice = keys[1:][keys[1:] == keys[:-1]] >> np.uint64(HASH_BITS)
    return np.bincount(twice.astype(np.int64), minlength=len(first))
