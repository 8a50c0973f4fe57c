"""A conditional random field over words: the labels of many sequences, found at once with NumPy."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.transforms.names.crf_file import CrfWeights

Features = tuple[str, ...]
"""Features that come together, such as all that a word has by itself."""

FeaturesOfWord = Sequence[Features]
"""What a model sees of a word, in parts that come again with other words."""

_MOST_KEPT_SCORES = 1 << 16
"""How many groups of features have their scores kept, of a few dozen bytes each."""

_MOST_LABELLED = 1 << 14
"""How many words are labelled at once, those that shorter sequences lack included."""

_Numbers = NDArray[np.float64]
_Indices = NDArray[np.intp]


class LabelledSequence(NamedTuple):
    """The likeliest labels of a sequence, and the marginal probability of each."""

    labels: list[str]
    probabilities: list[float]


class _Scores(dict[Features, int]):
    """The score of each label by the features met of late, added up once: rows of a matrix.

    A dictionary is faster here than `lru_cache`.
    """

    def __init__(self, weights: CrfWeights) -> None:
        super().__init__()
        self._attributes = weights.attributes
        # The last row is of no attribute, so that no features are without a row to add up.
        self._states = np.vstack([weights.states, np.zeros_like(weights.states[:1])])
        self._rows = np.zeros((1, len(weights.labels)))
        self._new: list[Features] = []

    def __missing__(self, features: Features) -> int:
        number = self[features] = len(self)
        self._new.append(features)
        return number

    def of(self, sequences: Iterable[Sequence[FeaturesOfWord]]) -> tuple[_Numbers, _Indices]:
        """The scores of the words of all sequences, and how many words each sequence has."""
        lengths: list[int] = []
        numbers: list[int] = []
        counts: list[int] = []
        scores = [np.zeros((0, self._rows.shape[1]))]
        for sequence in sequences:
            lengths.append(len(sequence))
            for parts in sequence:
                counts.append(len(parts))
                numbers += map(self.__getitem__, parts)
            if len(counts) > _MOST_LABELLED:
                scores.append(self._added_up(numbers, counts))
        scores.append(self._added_up(numbers, counts))
        return np.concatenate(scores), np.array(lengths, np.intp)

    def _added_up(self, numbers: list[int], counts: list[int]) -> _Numbers:
        """The sums of so many rows after another; both lists are empty afterwards."""
        if not counts:
            return np.zeros((0, self._rows.shape[1]))
        self._add_new()
        sums = _sums(self._rows[numbers], counts)
        numbers.clear()
        counts.clear()
        if len(self) > _MOST_KEPT_SCORES:
            self.clear()
        return sums

    def _add_new(self) -> None:
        if not self._new:
            return
        none = len(self._states) - 1
        number_of = self._attributes.get
        known = [[none, *(number_of(feature, none) for feature in new)] for new in self._new]
        rows = _sums(self._states[list(chain.from_iterable(known))], list(map(len, known)))
        if len(self) > len(self._rows):
            self._rows = np.resize(self._rows, (2 * len(self), self._rows.shape[1]))
        self._rows[len(self) - len(known) : len(self)] = rows
        self._new.clear()


def _sums(rows: _Numbers, counts: Sequence[int]) -> _Numbers:
    """The sums of so many rows after another."""
    starts = np.cumsum([0, *counts[:-1]])
    sums: _Numbers = np.add.reduceat(rows, starts)
    return sums


class SequenceModel:
    """Labels sequences of words by the weights of a trained chain."""

    def __init__(self, weights: CrfWeights) -> None:
        self._labels = weights.labels
        self._transitions = weights.transitions
        self._scores = _Scores(weights)

    def label(
        self, sequences: Iterable[Sequence[FeaturesOfWord]], outside: str
    ) -> list[LabelledSequence]:
        """The likeliest labels of each sequence, none of which is empty.

        Args:
            sequences: For each word of each sequence its features.
            outside: The label of a word in no name. A sequence of it alone gets no labels.
        """
        scores, lengths = self._scores.of(sequences)
        starts = np.cumsum(lengths) - lengths
        order = np.argsort(-lengths, kind="stable")
        found = [LabelledSequence([], [])] * len(order)
        first = 0
        while first < len(order):
            # As many as fit beside the longest, since each takes as much memory as that one.
            count = max(1, _MOST_LABELLED // int(lengths[order[first]]))
            numbers = order[first : first + count]
            chains = _Chains(self._transitions, scores, starts[numbers], lengths[numbers])
            for index, labelled in self._label(chains, outside):
                found[numbers[index]] = labelled
            first += count
        return found

    def _label(self, chains: "_Chains", outside: str) -> Iterator[tuple[int, LabelledSequence]]:
        """The sequences with other labels than one, each with its number."""
        paths = chains.likeliest()
        is_named = (chains.holds & (paths != self._labels.index(outside))).any(axis=1)
        if not is_named.any():
            return
        named = chains.only(is_named)
        paths = paths[is_named, : named.lengths[0]]
        columns = (named.marginals(paths), paths, named.lengths, np.flatnonzero(is_named))
        for chances, path, length, number in zip(*(c.tolist() for c in columns), strict=True):
            labels = [self._labels[label] for label in path[:length]]
            yield number, LabelledSequence(labels, chances[:length])


class _Chains:
    """Sequences side by side, the longest first: `scores` by sequence, word and label.

    So the sequences that have a word at an index are the first few, and each step along the words
    is one operation on all of them.
    """

    def __init__(
        self, transitions: _Numbers, scores: _Numbers, starts: _Indices, lengths: _Indices
    ) -> None:
        self.transitions = transitions
        self.starts, self.lengths = starts, lengths
        index = np.arange(lengths[0])
        self.holds = index < lengths[:, None]
        self.words = scores
        self.scores = scores[np.where(self.holds, starts[:, None] + index, 0)]
        self.counts = self.holds.sum(axis=0).tolist()

    def only(self, kept: NDArray[np.bool_]) -> "_Chains":
        """Some of the sequences."""
        return _Chains(self.transitions, self.words, self.starts[kept], self.lengths[kept])

    def likeliest(self) -> _Indices:
        """The numbers of the likeliest labels by sequence and word (Viterbi)."""
        scores, counts = self.scores, self.counts
        best = scores[:, 0].copy()
        before = []
        for index in range(1, scores.shape[1]):
            count = counts[index]
            ways = best[:count, :, None] + self.transitions
            before.append(ways.argmax(axis=1))
            best[:count] = ways.max(axis=1) + scores[:count, index]
        paths = np.zeros(self.holds.shape, np.intp)
        every = np.arange(len(paths))
        paths[every, self.lengths - 1] = best.argmax(axis=1)
        for index in range(scores.shape[1] - 1, 0, -1):
            count = counts[index]
            paths[:count, index - 1] = before[index - 1][every[:count], paths[:count, index]]
        return paths

    def marginals(self, paths: _Indices) -> _Numbers:
        """The probability of each label of some paths, whatever the other words' labels are.

        What comes before a word and what comes behind it are weighed apart, each scaled to 1 at
        each step, so that no product leaves the range of numbers.
        """
        chances = np.exp(self.scores - self.scores.max(axis=2, keepdims=True))
        moves = np.exp(self.transitions)
        forward, backward = chances.copy(), np.ones_like(chances)
        for index in range(1, chances.shape[1]):
            count = self.counts[index]
            reached = forward[:count, index - 1] @ moves * chances[:count, index]
            forward[:count, index] = reached / reached.sum(axis=1, keepdims=True)
        for index in range(chances.shape[1] - 1, 0, -1):
            count = self.counts[index]
            left = (chances[:count, index] * backward[:count, index]) @ moves.T
            backward[:count, index - 1] = left / left.sum(axis=1, keepdims=True)
        joint = forward * backward
        chosen = np.take_along_axis(joint, paths[:, :, None], axis=2)[:, :, 0]
        probabilities: _Numbers = chosen / joint.sum(axis=2)
        return probabilities
