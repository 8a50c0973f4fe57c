"""Models as CRFsuite writes them: labels, attributes and weights out of the bytes of a file.

The layout is that of CRFsuite 0.12: a header with the offsets of the parts, records of 20 bytes for
the weights, and a constant database for each of labels and attributes.
"""

import struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_FILE_HEADER = struct.Struct("<4s I 4s 9I")
_MAGIC, _KIND = b"lCRF", b"FOMC"
_CHUNK_HEADER_SIZE = 12
_STRINGS_HEADER = struct.Struct("<4s 5I")
_STRING_HEADER_SIZE = 8
_WEIGHT = np.dtype([("kind", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
_STATE, _TRANSITION = 0, 1


class CrfWeights(NamedTuple):
    """A trained first-order chain.

    `transitions[i, j]` weighs label `j` behind label `i`; `states[k, j]` weighs label `j` where the
    attribute of number `k` holds.
    """

    labels: tuple[str, ...]
    attributes: dict[str, int]
    transitions: NDArray[np.float64]
    states: NDArray[np.float64]


def read_crf(content: bytes) -> CrfWeights:
    """The weights of a model, from the content of its file."""
    magic, _, kind, _, _, label_count, attribute_count, weights_at, labels_at, attributes_at, *_ = (
        _FILE_HEADER.unpack_from(content)
    )
    if (magic, kind) != (_MAGIC, _KIND):
        raise ValueError(f"model {magic + kind!r}: not a first-order chain of CRFsuite")
    labels = tuple(_strings(content, labels_at))
    attributes = {name: number for number, name in enumerate(_strings(content, attributes_at))}
    count = int.from_bytes(content[weights_at + 8 : weights_at + 12], "little")
    weights = np.frombuffer(content, _WEIGHT, count, weights_at + _CHUNK_HEADER_SIZE)
    return CrfWeights(
        labels,
        attributes,
        _matrix(weights[weights["kind"] == _TRANSITION], label_count, label_count),
        _matrix(weights[weights["kind"] == _STATE], attribute_count, label_count),
    )


def _matrix(weights: NDArray[np.void], rows: int, columns: int) -> NDArray[np.float64]:
    matrix = np.zeros((rows, columns))
    matrix[weights["source"], weights["label"]] = weights["weight"]
    return matrix


def _strings(content: bytes, start: int) -> list[str]:
    """The strings of a constant database in the order of their numbers.

    Each is written as its number, its size with a closing zero, and its bytes; a list at the end
    says where each begins.
    """
    *_, count, list_at = _STRINGS_HEADER.unpack_from(content, start)
    found = []
    for at in np.frombuffer(content, "<u4", count, start + list_at).tolist():
        first = start + at + _STRING_HEADER_SIZE
        size = int.from_bytes(content[first - 4 : first], "little")
        found.append(content[first : first + size - 1].decode())
    return found
