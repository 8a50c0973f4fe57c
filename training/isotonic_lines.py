"""Monotone lines from what a rule or a model says to how often it is right."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import isotonic_regression

FEWEST_OF_KNOT = 20


def line(said: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """Points of the monotone line from what was said to shares of what was right, none of few."""
    values, indices, rows = np.unique(said, return_inverse=True, return_counts=True)
    shares = np.bincount(indices, weights=right) / rows
    fitted = isotonic_regression(shares, weights=rows)
    points = []
    for first, end in zip(fitted.blocks[:-1], fitted.blocks[1:], strict=True):
        weights = rows[first:end]
        if weights.sum() >= FEWEST_OF_KNOT:
            middle = float(np.average(values[first:end], weights=weights))
            points.append((round(middle, 3), round(float(fitted.x[first]), 3)))
    return points
