"""Which lines of a page are its article: chosen line by line, then looked at again in stretches.

The models of stretches are `seeds/models/stretches.npz` and `stretches_world.npz`, each made by
`training/train_lines.py` with the model of lines for the same pages; all have one model card,
docs/reference/line-model.md.
"""

import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dateline import seeds
from dateline.transforms.lines.alphabets import Alphabet
from dateline.transforms.lines.features import CERTAIN, Floats, Integers, matrix
from dateline.transforms.lines.model import LineScores, Scores, SeenLines, choose_lines
from dateline.transforms.lines.splitting import Lines
from dateline.transforms.lines.stretches import (
    KEPT,
    UNLIKELY,
    LookedAt,
    Stretches,
    find_stretches,
    stretch_columns,
)

if TYPE_CHECKING:
    import lightgbm

Flags = NDArray[np.bool_]

# A stretch that the line model kept is left out below the first, and one that it did not keep is
# taken in from the second on.
_LEAST_OF_KEPT, _LEAST_OF_POSSIBLE = 0.4, 0.5


@dataclass(frozen=True, slots=True)
class BodyChoice:
    """The lines that are the article's text; an index in every array is one line.

    `likely` is the share of lines like this one that are body, `by_stretch` marks those that the
    look at stretches took in or left out against the choice line by line.
    """

    is_body: Flags
    likely: Scores
    by_stretch: Flags


@dataclass(frozen=True, slots=True)
class StretchModel:
    """A trained model: how rare words are, the trees, and what their scores came true to.

    `kept` and `left` are points (what is said, how often it is right) of lines that are chosen and
    of those that are not.
    """

    rarity: NDArray[np.uint8]
    trees: "lightgbm.Booster"
    kept: Floats
    left: Floats


STRETCH_FILES = {Alphabet.ENGLISH: "stretches.npz", Alphabet.OTHER: "stretches_world.npz"}


@cache
def _shipped_model(alphabet: Alphabet) -> StretchModel:
    # It loads pandas, which commands that read no page need not wait for.
    import lightgbm

    with np.load(io.BytesIO(seeds.model(STRETCH_FILES[alphabet]))) as content:
        return StretchModel(
            rarity=content["rarity"],
            trees=lightgbm.Booster(model_str=content["trees"].tobytes().decode()),
            kept=content["kept"],
            left=content["left"],
        )


def choose_body(lines: Lines, scores: LineScores) -> BodyChoice:
    """Choose the lines that are the article's text; a page without an article gets none."""
    is_body, by_stretch = np.zeros((2, len(lines)), dtype=bool)
    likely = np.zeros(len(lines), dtype=np.float32)
    for seen in scores.seen:
        line, model = seen.line, _shipped_model(seen.alphabet)
        looked_at = look_at(seen, scores.body[line], lines.document[line].astype(np.int64))
        stretches = find_stretches(looked_at)
        said = stretch_scores(model, looked_at, stretches)
        chosen = choose_stretches(stretches, said)[stretches.of_line]
        is_body[line], by_stretch[line] = chosen, chosen != looked_at.kept
        blend = blended(looked_at, stretches, said)
        likely[line] = calibrated_by(model.kept, model.left, blend, chosen)
    return BodyChoice(is_body, likely, by_stretch)


def look_at(seen: SeenLines, body: Scores, page: Integers) -> LookedAt:
    """Choose line by line, and lay beside it what the look at stretches needs.

    Args:
        seen: The lines that are not blank, as the line model saw them.
        body: How likely each is body.
        page: The number of its page, from 0.
    """
    return LookedAt(
        shapes=seen.shapes,
        topics=seen.topics,
        classes=np.rint(seen.first_look * CERTAIN).astype(np.int64),
        likely=np.rint(body * CERTAIN).astype(np.int64),
        kept=choose_lines(body, seen.shapes.columns["length"], page),
    )


def stretch_scores(model: StretchModel, lines: LookedAt, stretches: Stretches) -> Floats:
    """How much of each stretch is likely body, from 0 to 1; 0 where nothing speaks for it."""
    scores = np.zeros(len(stretches), dtype=np.float32)
    open_ones = np.flatnonzero(stretches.level != UNLIKELY)
    if len(open_ones):
        features = matrix(stretch_columns(lines, stretches, model.rarity))[open_ones]
        scores[open_ones] = model.trees.predict(features, num_threads=1)
    return scores


def choose_stretches(stretches: Stretches, said: Floats) -> Flags:
    """Mark the stretches that are body: the likely ones, and the core of a page that has one."""
    has_core = stretches.level[stretches.core] == KEPT
    is_core = stretches.core == np.arange(len(stretches))
    least = np.where(stretches.level == KEPT, _LEAST_OF_KEPT, _LEAST_OF_POSSIBLE)
    chosen: Flags = has_core & (is_core | (said >= least))
    return chosen


def blended(lines: LookedAt, stretches: Stretches, said: Floats) -> Floats:
    """What the line and its stretch say together, line by line; the line alone where none is."""
    alone = (lines.likely / CERTAIN).astype(np.float32)
    both = (alone + said[stretches.of_line]) / 2
    return np.where(stretches.level[stretches.of_line] == UNLIKELY, alone, both).astype(np.float32)


def calibrated_by(kept: Floats, left: Floats, blend: Floats, chosen: Flags) -> Scores:
    """How often lines of such a blend are body, by the points of lines chosen and of those left."""
    likely: Scores = np.where(chosen, np.interp(blend, *kept.T), np.interp(blend, *left.T)).astype(
        np.float32
    )
    return likely
