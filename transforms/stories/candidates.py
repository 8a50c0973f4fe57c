"""Pairs of texts that are worth comparing: their sketches share hashes that few texts have."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dateline.transforms.stories.shingles import Hashes, Indices, ranges

# A shingle that more different texts have is a phrase of the language or of a template.
MOST_TEXTS = 128
LEAST_SHARED = 2
# Of the hashes of the shorter sketch; half of what the least similar copies have.
LEAST_SHARED_SHARE = 0.06


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of texts by their indices, the lower one first, sorted; each pair once."""

    first: Indices
    second: Indices

    def __len__(self) -> int:
        return len(self.first)


def find_candidates(text: Indices, hashes: Hashes, is_new: npt.NDArray[np.bool_]) -> Pairs:
    """The pairs of a new text and any other that share enough hashes which are not common.

    Args:
        text: For each hash of a sketch, the index of its text.
        hashes: The hashes; a hash must be there for all texts that have it.
        is_new: For each text, whether pairs with it are looked for.
    """
    order = np.lexsort((text, hashes))
    text, hashes = text[order], hashes[order]
    starts = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1]])[: len(hashes)])
    sizes = np.diff(np.append(starts, len(hashes)))
    few = (sizes > 1) & (sizes <= MOST_TEXTS)
    keys = [np.empty(0, np.int64)]
    starts, sizes = starts[few], sizes[few]
    for distance in range(1, int(sizes.max(initial=1))):
        wide = sizes > distance
        starts, sizes = starts[wide], sizes[wide]
        counts = sizes - distance
        first = ranges(starts, counts)
        one, other = text[first], text[first + distance]
        wanted = is_new[one] | is_new[other]
        keys.append(one[wanted] * len(is_new) + other[wanted])
    key = np.sort(np.concatenate(keys))
    begins = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])[: len(key)])
    shared = np.diff(np.append(begins, len(key)))
    one, other = np.divmod(key[begins], len(is_new))
    size = np.bincount(text, minlength=len(is_new))
    least = LEAST_SHARED_SHARE * np.minimum(size[one], size[other])
    enough = shared >= np.maximum(LEAST_SHARED, least)
    return Pairs(one[enough], other[enough])
