"""A small convolutional network over the lines of a page, as plain arrays.

It is run page by page, so that a page's result does not depend on the batch it came in.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

DILATIONS = (1, 2, 4, 8, 16, 32)
POOLED_AFTER = 2  # the layer whose output is pooled over the page and given back to every line
FURTHEST = 5.0  # standardised inputs are cut here
_BLOCK = 64


@dataclass(frozen=True, slots=True)
class LineNetwork:
    """The weights of a network from the shapes of a page's lines to probabilities of classes.

    An input x is squeezed to x / (|x| + `scale`) and standardised by `mean` and `spread`. Each
    layer adds to every line what it makes of the line and of those `DILATIONS` lines away on both
    sides: `layers` is layers x 3 x width x width. Weights multiply from the right.
    """

    scale: Floats
    mean: Floats
    spread: Floats
    enter: Floats
    enter_bias: Floats
    layers: Floats
    layer_biases: Floats
    pool: Floats
    pool_bias: Floats
    hidden: Floats
    hidden_bias: Floats
    leave: Floats
    leave_bias: Floats

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.float32]]) -> "LineNetwork":
        """Read the weights from arrays named like the fields; others are left alone."""
        return cls(**{name: arrays[name] for name in cls.__slots__})

    def page_probabilities(self, values: Floats) -> Floats:
        """Score the lines of one page: lines x inputs in, lines x classes out."""
        state = _positive(
            _times(np.concatenate([self._prepared(values), positions(len(values))], 1), self.enter)
            + self.enter_bias
        )
        reach = DILATIONS[-1]
        padded = np.zeros((len(state) + 2 * reach, state.shape[1]), dtype=np.float32)
        inside = padded[reach : reach + len(state)]
        inside[:] = state
        for number, (distance, weights) in enumerate(zip(DILATIONS, self.layers, strict=True)):
            change = _times(inside, weights[1]) + self.layer_biases[number]
            if distance < len(state):
                change += _times(padded[reach - distance : -reach - distance], weights[0])
                ahead = padded[reach + distance : len(padded) - reach + distance]
                change += _times(ahead, weights[2])
            inside += _positive(change)
            if number == POOLED_AFTER:
                page = np.concatenate([inside.mean(axis=0), inside.max(axis=0)])
                inside += _positive(page @ self.pool + self.pool_bias)
        state = inside + _positive(_times(inside, self.hidden) + self.hidden_bias)
        odds = _times(state, self.leave) + self.leave_bias
        raised = np.exp(odds - odds.max(axis=1, keepdims=True))
        probabilities: Floats = raised / raised.sum(axis=1, keepdims=True)
        return probabilities

    def _prepared(self, values: Floats) -> Floats:
        squeezed = values / (np.abs(values) + self.scale)
        return np.clip((squeezed - self.mean) / self.spread, -FURTHEST, FURTHEST)


def positions(count: int) -> Floats:
    """Where each line of a page of `count` lines stands: from the top, from the end, as a share."""
    index = np.arange(count, dtype=np.float32)[:, None]
    left = count - 1 - index
    columns = [index / (index + 10), left / (left + 10), index / count, np.full_like(index, count)]
    columns[3] /= columns[3] + 100
    return np.concatenate(columns, axis=1) * 2 - 1


def _times(lines: Floats, weights: Floats) -> Floats:
    """Multiply block by block: a larger product would be spread over threads that mostly wait."""
    if len(lines) <= _BLOCK:
        return lines @ weights
    product = np.empty((len(lines), weights.shape[1]), dtype=np.float32)
    for start in range(0, len(lines), _BLOCK):
        np.matmul(lines[start : start + _BLOCK], weights, out=product[start : start + _BLOCK])
    return product


def _positive(values: Floats) -> Floats:
    return np.maximum(values, 0, out=values)
