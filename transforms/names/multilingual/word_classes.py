"""Classes of words that stand in alike surroundings in a language's news."""

import io
from dataclasses import dataclass
from functools import cache, lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from dateline.seeds import has_model, model


@dataclass(frozen=True, slots=True)
class _WordClasses:
    """The class of each word by the CRC-32 of its lower case, in order; and of larger classes."""

    hashes: NDArray[np.uint32]
    classes: NDArray[np.uint16]
    larger: tuple[NDArray[np.uint16], ...]


def file_of(language: str) -> str:
    """The file of `seeds/models/` that has a language's classes of words."""
    return f"word_classes_{language}.npz"


@cache
def _word_classes(language: str) -> _WordClasses | None:
    if not has_model(file_of(language)):
        return None
    with np.load(io.BytesIO(model(file_of(language))), allow_pickle=False) as arrays:
        larger = tuple(arrays[name] for name in sorted(arrays) if name.startswith("larger"))
        return _WordClasses(arrays["hashes"], arrays["classes"], larger)


@lru_cache(maxsize=50_000)
def classes_of(language: str, word: str) -> tuple[int, ...]:
    """The classes of a word, the smallest first; none where the word is in no class."""
    known = _word_classes(language)
    if known is None:
        return ()
    wanted = crc32(word.lower().encode())
    index = int(np.searchsorted(known.hashes, np.uint32(wanted)))
    if index == len(known.hashes) or known.hashes[index] != wanted:
        return ()
    own = int(known.classes[index])
    return (own, *(int(larger[own]) for larger in known.larger))
