"""A text as a set of shingles: every run of a few words, hashed.

Resemblance and containment of such sets are how near-duplicates are told since Broder, "On the
resemblance and containment of documents" (1997). All texts of a batch are hashed at once, as arrays
of code points: case and layout make no difference, and a character of a script that is written
without spaces is a word of its own.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Indices = npt.NDArray[np.int64]

# Longer shingles are rarely shared by chance, shorter ones outlast more edits.
SHINGLE_WORDS = 4
# Ideographs, syllables and kana; below it, words are letters and digits between other characters.
_FIRST_WITHOUT_SPACES = 0x3040
_ZERO = ord("0")
_CHARACTERS_AT_A_TIME = 1 << 18
# A hash and the index of a text in its part make one number, which sorts fast.
HASH_BITS = 48
_BITS = np.uint64(HASH_BITS)
_MASK = np.uint64((1 << HASH_BITS) - 1)
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_WORD_FACTOR = np.uint64(0xC2B2AE3D27D4EB4F)


@dataclass(frozen=True, slots=True)
class Shingles:
    """The different shingles of each text, sorted; text `n` has those between its two offsets.

    `specifics` has in the same way the hashes of the words that tell one event from another: those
    with a digit, and those with a capital where no sentence begins.
    """

    offsets: Indices
    hashes: Hashes
    specific_offsets: Indices
    specifics: Hashes

    def __len__(self) -> int:
        return len(self.offsets) - 1


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of some texts: their hashes, the texts they are of, and which are specific."""

    hashes: Hashes
    text: Indices
    is_specific: npt.NDArray[np.bool_]

    def leading(self, count: int) -> "_Words":
        """So many words of each text at most."""
        rank = np.arange(len(self.text)) - np.searchsorted(self.text, self.text)
        kept = rank < count
        return _Words(self.hashes[kept], self.text[kept], self.is_specific[kept])


def shingle(
    texts: Sequence[str], words: int = SHINGLE_WORDS, *, leading: int | None = None
) -> Shingles:
    """The shingles of texts, of so many words each; a text of fewer words has none.

    Args:
        texts: The texts.
        words: How many words a shingle has.
        leading: Of how many words at the beginning of each text; None for all.
    """
    parts = [_shingled(texts[first:last], words, leading) for first, last in _chunks(texts)]
    return Shingles(
        _offsets([part.offsets for part in parts]),
        np.concatenate([part.hashes for part in parts] or [np.empty(0, np.uint64)]),
        _offsets([part.specific_offsets for part in parts]),
        np.concatenate([part.specifics for part in parts] or [np.empty(0, np.uint64)]),
    )


def mix(hashes: Hashes) -> Hashes:
    """Spread hashes evenly over all numbers: the last step of SplitMix64 (Steele et al., 2014)."""
    mixed = hashes ^ (hashes >> np.uint64(30))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed


def ranges(starts: Indices, sizes: Indices) -> Indices:
    """The indices of several ranges, one after another."""
    ends = np.cumsum(sizes)
    count = int(ends[-1]) if len(ends) else 0
    return np.arange(count) + np.repeat(starts - ends + sizes, sizes)


def _chunks(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Ranges of texts that are short enough together for arrays to stay in a processor's cache."""
    bounds, size = [0], 0
    for index, text in enumerate(texts):
        if size > _CHARACTERS_AT_A_TIME:
            bounds.append(index)
            size = 0
        size += len(text)
    return list(zip(bounds, [*bounds[1:], len(texts)], strict=True))


def _offsets(parts: Sequence[Indices]) -> Indices:
    lengths = [np.diff(part) for part in parts]
    return np.concatenate([[0], np.cumsum(np.concatenate(lengths))]).astype(np.int64)


def _shingled(texts: Sequence[str], length: int, leading: int | None) -> Shingles:
    words = _words(texts)
    if leading is not None:
        words = words.leading(leading)
    count = max(0, len(words.hashes) - length + 1)
    hashes = np.zeros(count, np.uint64)
    for word in range(length):
        hashes *= _WORD_FACTOR
        hashes += words.hashes[word : word + count]
    is_whole = words.text[:count] == words.text[length - 1 :]
    offsets, shingles = _sets(mix(hashes[is_whole]), words.text[:count][is_whole], len(texts))
    specific_offsets, specifics = _sets(
        words.hashes[words.is_specific], words.text[words.is_specific], len(texts)
    )
    return Shingles(offsets, shingles, specific_offsets, specifics)


def _sets(hashes: Hashes, text: Indices, count: int) -> tuple[Indices, Hashes]:
    """The different hashes of each text, sorted, and where those of each begin and end."""
    keys = (text.astype(np.uint64) << _BITS) | (hashes >> np.uint64(64 - HASH_BITS))
    keys.sort()
    is_first = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=is_first[1:])
    keys = keys[is_first]
    firsts = np.arange(count + 1, dtype=np.uint64) << _BITS
    return np.searchsorted(keys, firsts), keys & _MASK


def _words(texts: Sequence[str]) -> _Words:
    joined = "\n".join(texts).encode("utf-32-le", "surrogatepass")
    characters = np.frombuffer(joined, "<u4")
    kinds = _kinds()
    letters = kinds.folded.take(characters, mode="clip")
    begins = letters != 0
    begins[1:] &= letters[:-1] == 0
    alone = np.flatnonzero(characters >= _FIRST_WITHOUT_SPACES)
    letters[alone] = characters[alone]
    begins[alone] = True
    after = alone[alone < len(letters) - 1] + 1
    begins[after] |= letters[after] != 0
    starts = np.flatnonzero(begins)
    if not len(starts):
        return _Words(np.empty(0, np.uint64), np.empty(0, np.int64), np.empty(0, bool))
    powers, inverses = _powers(len(characters))
    hashes = mix(np.add.reduceat(letters * powers[: len(letters)], starts) * inverses[starts])
    ends = np.cumsum([len(text) + 1 for text in texts])
    text = np.searchsorted(ends, starts, side="right")
    is_specific = kinds.is_capital.take(characters[starts], mode="clip")
    is_specific &= ~_opens(characters, starts)
    digits = np.flatnonzero((letters >= _ZERO) & (letters < _ZERO + 10))
    is_specific[np.searchsorted(starts, digits, side="right") - 1] = True
    return _Words(hashes, text, is_specific)


def _opens(characters: npt.NDArray[np.uint32], starts: Indices) -> npt.NDArray[np.bool_]:
    """Whether a sentence, a line or a quotation may begin with each word."""
    closes = _kinds().closes
    opens = closes.take(characters[np.maximum(starts - 1, 0)], mode="clip")
    opens |= closes.take(characters[np.maximum(starts - 2, 0)], mode="clip")
    opens[starts < 2] = True
    return opens


@dataclass(frozen=True, slots=True)
class _Kinds:
    """What the characters below `_FIRST_WITHOUT_SPACES` are; the last entry is for all others.

    `folded` has a word's characters without case, digits of any script as those of ASCII, and 0
    for what is between words.
    """

    folded: npt.NDArray[np.uint64]
    is_capital: npt.NDArray[np.bool_]
    closes: npt.NDArray[np.bool_]


@cache
def _kinds() -> _Kinds:
    characters = [chr(code) for code in range(_FIRST_WITHOUT_SPACES)]
    return _Kinds(
        np.array([*map(_folded, characters), _FIRST_WITHOUT_SPACES], np.uint64),
        np.array([*map(str.isupper, characters), False]),
        np.array([*(character in '.!?:;\n\r"“”„«»‘—–' for character in characters), False]),
    )


def _folded(character: str) -> int:
    if not character.isalnum():
        return 0
    digit = unicodedata.digit(character, None)
    # A letter that is two without its case, such as ß, counts as the first of them.
    return ord(character.casefold()[0]) if digit is None else _ZERO + digit


def _powers(count: int) -> tuple[Hashes, Hashes]:
    """The powers of the base, and of its inverse modulo 2 ** 64, up to at least `count`."""
    return _powers_up_to(1 << max(16, (count - 1).bit_length()))


@cache
def _powers_up_to(count: int) -> tuple[Hashes, Hashes]:
    def powers(base: int) -> Hashes:
        factors = np.full(count, base, np.uint64)
        factors[0] = 1
        return np.multiply.accumulate(factors)

    return powers(_BASE), powers(_INVERSE)
