"""Fit the look at stretches: how rare words are, the trees, and what their scores come true to."""

from dataclasses import dataclass

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from dateline.transforms.lines.body_choice import (
    StretchModel,
    blended,
    choose_stretches,
    stretch_scores,
)
from dateline.transforms.lines.features import Floats, LineShapes, matrix
from dateline.transforms.lines.stretches import (
    UNLIKELY,
    LookedAt,
    Stretches,
    find_stretches,
    stretch_columns,
)
from dateline.transforms.text.characters import BUCKETS
from training.isotonic_lines import FEWEST_OF_KNOT

Flags = NDArray[np.bool_]

TREE_COUNT = 250
TREES = {
    "objective": "cross_entropy",
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_data_in_leaf": 30,
    "max_bin": 63,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "num_threads": 1,
    "verbose": -1,
    "seed": 1,
    "deterministic": True,
    "force_col_wise": True,
}
# Words that one page in seven has say nothing about what belongs together.
_ORDINARY = 2.0
_STEPS_OF_RARITY = 20
_LEAST_TEXT = 200
# Points of calibration stand so far apart.
_STEP = 0.02


@dataclass(frozen=True, slots=True)
class StretchLesson:
    """Stretches to learn from: what they are like, how much of each is body, and its weight."""

    lines: LookedAt
    stretches: Stretches
    features: Floats
    names: tuple[str, ...]
    share: NDArray[np.float64]
    weight: NDArray[np.float64]
    taught: Flags


def rarity_of(shapes: LineShapes, page: NDArray[np.int64], counted: Flags) -> NDArray[np.uint8]:
    """How rare the words of each bucket are, by the number of marked pages that have them."""
    terms = shapes.terms[0]
    own = counted[page[terms.line]]
    pairs = np.unique(page[terms.line[own]] * BUCKETS + terms.bucket[own])
    pages = np.bincount(pairs % BUCKETS, minlength=BUCKETS)
    rarity = np.log((counted.sum() + 1) / (pages + 1)) - _ORDINARY
    steps: NDArray[np.uint8] = np.clip(np.rint(rarity * _STEPS_OF_RARITY), 0, 255).astype(np.uint8)
    return steps


def stretch_lesson(
    lines: LookedAt, kind: NDArray[np.int64], page: NDArray[np.int64], rarity: NDArray[np.uint8]
) -> StretchLesson:
    """Cut pages into stretches; a line counts by the root of its length, a stretch by its share.

    `kind` is the class of each line, -1 where it is not known.
    """
    stretches = find_stretches(lines)
    length, known = lines.shapes.columns["length"], kind >= 0
    root = np.sqrt(length) * known
    whole = np.add.reduceat(root, stretches.head)
    body = np.add.reduceat(root * (kind == 0), stretches.head)
    on_page = np.bincount(page, length * lines.kept)[page[stretches.head]]
    text = np.add.reduceat(length * known, stretches.head)
    columns = stretch_columns(lines, stretches, rarity)
    return StretchLesson(
        lines=lines,
        stretches=stretches,
        features=matrix(columns),
        names=tuple(columns),
        share=body / np.maximum(whole, 1e-9),
        weight=np.sqrt(text / np.maximum(on_page, _LEAST_TEXT)),
        taught=(stretches.level != UNLIKELY) & (whole > 0),
    )


def fit_stretches(lesson: StretchLesson, rows: Flags) -> lightgbm.Booster:
    """Boosted trees that tell how much of a stretch is body, learned from the marked stretches."""
    chosen = rows & lesson.taught
    data = lightgbm.Dataset(
        lesson.features[chosen],
        lesson.share[chosen],
        weight=lesson.weight[chosen],
        feature_name=list(lesson.names),
    )
    return lightgbm.train(TREES, data, TREE_COUNT)


@dataclass(frozen=True, slots=True)
class CrossedChoice:
    """The choice of body lines by models that did not see a line's fold, and what they say."""

    chosen: Flags
    blend: Floats


def crossed_choice(
    lesson: StretchLesson, fold: NDArray[np.int64], rarity: NDArray[np.uint8]
) -> CrossedChoice:
    """Choose the body of each fold by trees that did not see it.

    `fold` is the fold of each line.
    """
    stretches = lesson.stretches
    said = np.zeros(len(stretches), dtype=np.float32)
    nothing = np.zeros((2, 2), dtype=np.float32)
    for number in range(int(fold.max()) + 1):
        own = fold[stretches.head] == number
        model = StretchModel(rarity, fit_stretches(lesson, ~own), nothing, nothing)
        said[own] = stretch_scores(model, lesson.lines, stretches)[own]
    chosen = choose_stretches(stretches, said)[stretches.of_line]
    return CrossedChoice(chosen, blended(lesson.lines, stretches, said))


def calibration(
    choice: CrossedChoice, kind: NDArray[np.int64], page: NDArray[np.int64], rows: Flags
) -> tuple[Floats, Floats]:
    """Points from what is said to how often it is right, of lines chosen and of those left.

    A line counts less on a page of many, so that a page counts by the root of its lines.
    """
    taught = rows & (kind >= 0)
    weight = 1 / np.sqrt(np.maximum(np.bincount(page[taught], minlength=page[-1] + 1), 1))[page]
    kept, left = (
        _points(choice.blend[own], kind[own] == 0, weight[own])
        for own in (choice.chosen & taught, ~choice.chosen & taught)
    )
    return kept, left


def _points(said: Floats, right: Flags, weight: NDArray[np.float64]) -> Floats:
    steps, index, count = np.unique(
        np.rint(said.astype(float) / _STEP), return_inverse=True, return_counts=True
    )
    whole = np.bincount(index, weight)
    fitted = isotonic_regression(np.bincount(index, weight * right) / whole, weights=whole).x
    often = count >= FEWEST_OF_KNOT
    return np.stack([steps[often] * _STEP, fitted[often]], axis=1).round(3).astype(np.float32)
