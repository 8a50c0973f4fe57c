"""Write classes of Russian words by their surroundings: `seeds/models/word_classes_ru.npz`.

    python -m training.make_word_classes navec_news_v1_1B_250K_300d_100q.tar

The vectors of words are Navec's (MIT; from the wheel of natasha, MIT), trained on Russian news. It
needs the package navec, which nothing else in the project does. K-means by the cosine puts the
words into `CLASSES` classes, and these into fewer, larger ones. The file has no words, only their
CRC-32: a word that Navec lacks gets a class by mistake once in twenty thousand.
"""

import re
import sys
from pathlib import Path
from zlib import crc32

import numpy as np
from navec import Navec
from numpy.typing import NDArray

from dateline.transforms.names.multilingual.word_classes import file_of

CLASSES = 2048
LARGER = (512, 128)
# The words on which the classes are found; the others go to the nearest one.
FREQUENT = 60_000
ROUNDS = 15
WORD = re.compile(r"[а-яё]+(?:-[а-яё]+)*")
SEED = 0
_PART = 20_000

Vectors = NDArray[np.float32]


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit


def nearest(vectors: Vectors, centres: Vectors) -> NDArray[np.uint16]:
    """The index of the centre with the largest cosine, for each vector."""
    parts = [
        np.argmax(vectors[start : start + _PART] @ centres.T, axis=1)
        for start in range(0, len(vectors), _PART)
    ]
    return np.concatenate(parts).astype(np.uint16)


def centres_of(vectors: Vectors, count: int) -> Vectors:
    """Centres of classes, by k-means from vectors drawn at random."""
    drawn = np.random.default_rng(SEED).choice(len(vectors), count, replace=False)
    centres = vectors[np.sort(drawn)]
    for _ in range(ROUNDS):
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest(vectors, centres), vectors)
        is_empty = np.linalg.norm(sums, axis=1) == 0
        centres = np.where(is_empty[:, None], centres, _unit(sums))
    return centres


def main(navec_path: Path) -> None:
    """Write the classes of the vectors in `navec_path`."""
    navec = Navec.load(str(navec_path))
    vectors = _unit(np.asarray(navec.pq.unpack(), dtype=np.float32))
    frequent = np.argsort(-np.asarray(navec.vocab.counts), kind="stable")[:FREQUENT]
    centres = centres_of(vectors[frequent], CLASSES)
    classes = nearest(vectors, centres)
    by_hash = {
        crc32(word.encode()): int(classes[index])
        for index, word in enumerate(navec.vocab.words)
        if WORD.fullmatch(word)
    }
    hashes = np.array(sorted(by_hash), dtype=np.uint32)
    larger = [nearest(centres, centres_of(centres, count)) for count in LARGER]
    path = Path(__file__).parent.parent / "seeds" / "models" / file_of("ru")
    np.savez_compressed(
        path,
        hashes=hashes,
        classes=np.array([by_hash[int(key)] for key in hashes], dtype=np.uint16),
        larger0=larger[0],
        larger1=larger[1],
    )
    print(f"{path}: {len(hashes)} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
