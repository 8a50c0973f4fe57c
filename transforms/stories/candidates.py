"""Pairs of texts that are worth comparing: their sketches share hashes that few texts have."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dateline.transforms.stories.shingles import Hashes, Indices, ranges

# Of shingles that so few different texts have, two in common are enough.
FEW_TEXTS = 128
LEAST_SHARED = 2
# Of the hashes of the shorter sketch; half of what the least similar copies have.
LEAST_SHARED_SHARE = 0.06
# A shingle that more texts have is a phrase of the language, or of a story with many versions: then
# this many are in common. Beyond the larger number it is of a template, and tells nothing.
MANY_TEXTS = 1024
MANY_SHARED = 6
COMMONNESS_BOUNDS = (FEW_TEXTS, MANY_TEXTS)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of texts by their indices, the lower one first, sorted; each pair once.

    `shared` counts the hashes of both sketches.
    """

    first: Indices
    second: Indices
    shared: Indices

    def __len__(self) -> int:
        return len(self.first)

    def where(self, kept: npt.NDArray[np.bool_] | Indices) -> "Pairs":
        """Some of the pairs."""
        return Pairs(self.first[kept], self.second[kept], self.shared[kept])

    def reindexed(self) -> tuple[Indices, "Pairs"]:
        """The texts of the pairs, and the pairs by the indices of these texts."""
        ends = np.concatenate([self.first, self.second])
        involved, index = np.unique(ends, return_inverse=True)
        return involved, Pairs(index[: len(self)], index[len(self) :], self.shared)


def pairs_of(first: Indices, second: Indices) -> Pairs:
    """Pairs whose sketches were not compared."""
    return Pairs(first, second, np.zeros(len(first), np.int64))


def find_candidates(
    text: Indices, hashes: Hashes, sketch_size: Indices, is_new: npt.NDArray[np.bool_]
) -> Pairs:
    """The pairs of a new text and any other that share enough hashes.

    Whether a pair is a candidate depends on the two sketches, and on how many texts have each hash.

    Args:
        text: For each hash of a sketch, the index of its text.
        hashes: The hashes; a hash must be there for all texts that have it.
        sketch_size: For each text, how many hashes its sketch has.
        is_new: For each text, whether pairs with it are looked for.
    """
    order = np.lexsort((text, hashes))
    text, hashes = text[order], hashes[order]
    sizes = group_sizes(hashes)
    commonness = np.repeat(sizes, sizes)
    few, many = commonness <= FEW_TEXTS, (commonness > FEW_TEXTS) & (commonness <= MANY_TEXTS)
    rare = sharing(text[few], hashes[few], is_new)
    least = LEAST_SHARED_SHARE * np.minimum(sketch_size[rare.first], sketch_size[rare.second])
    rare = rare.where(rare.shared >= np.maximum(LEAST_SHARED, least))
    many &= np.bincount(text[many], minlength=len(is_new))[text] >= MANY_SHARED
    common = sharing(text[many], hashes[many], is_new)
    return _united(rare, common.where(common.shared >= MANY_SHARED), len(is_new))


def group_sizes(values: npt.NDArray[np.generic]) -> Indices:
    """How often each of some sorted values stands there."""
    begins = np.ones(len(values), bool)
    begins[1:] = values[1:] != values[:-1]
    return np.diff(np.append(np.flatnonzero(begins), len(values)))


def sharing(text: Indices, hashes: Hashes, is_new: npt.NDArray[np.bool_]) -> Pairs:
    """How many of the hashes, which are sorted, each pair with a new text has in common."""
    sizes = group_sizes(hashes)
    starts = np.cumsum(sizes) - sizes
    keys = [np.empty(0, np.int64)]
    # All texts of a hash with the next one, with the one after that, and so on.
    for distance in range(1, int(sizes.max(initial=1))):
        wide = sizes > distance
        starts, sizes = starts[wide], sizes[wide]
        first = ranges(starts, sizes - distance)
        one, other = text[first], text[first + distance]
        wanted = is_new[one] | is_new[other]
        keys.append(one[wanted] * len(is_new) + other[wanted])
    key = np.sort(np.concatenate(keys))
    shared = group_sizes(key)
    one, other = np.divmod(key[np.cumsum(shared) - shared], max(1, len(is_new)))
    return Pairs(one, other, shared)


def _united(rare: Pairs, common: Pairs, text_count: int) -> Pairs:
    first = np.concatenate([rare.first, common.first])
    second = np.concatenate([rare.second, common.second])
    shared = np.concatenate([rare.shared, common.shared])
    key, index = np.unique(first * text_count + second, return_inverse=True)
    one, other = np.divmod(key, max(1, text_count))
    return Pairs(one, other, np.bincount(index, shared, len(key)).astype(np.int64))
