"""How likely each line is part of the article: a trained model over the features of lines.

The model is `seeds/models/lines.npz`, made by `benchmarks/train_lines.py`; its model card is
docs/reference/line-model.md.
"""

import io
from dataclasses import dataclass
from functools import cache

import lightgbm
import numpy as np
from numpy.typing import NDArray

import seeds
from transforms.line_features import (
    Integers,
    LineShapes,
    feature_columns,
    line_shapes,
    matrix,
)
from transforms.lines import Lines

Scores = NDArray[np.float32]

TOPICS = ("body_words", "end_words", "byline_words")
KINDS = ("boilerplate", "headline", "byline_or_date", "second_copy")
_BODY_FROM = 0.5


@dataclass(frozen=True, slots=True)
class LineScores:
    """The probability of each class for each line, one place a line; of a blank line, all are 0.

    The classes are those that the model was taught: the article's text, its headline, its byline or
    date, a second copy of the text, and everything else on the page.
    """

    body: Scores
    headline: Scores
    byline_or_date: Scores
    second_copy: Scores
    boilerplate: Scores


@dataclass(frozen=True, slots=True)
class LineModel:
    """A trained model: what words speak for, body or not, and which kind a line is if it is not."""

    words: NDArray[np.int16]
    body: lightgbm.Booster
    kind: lightgbm.Booster


@cache
def _shipped_model() -> LineModel:
    with np.load(io.BytesIO(seeds.model("lines.npz"))) as content:
        return LineModel(
            words=content["words"],
            body=lightgbm.Booster(model_str=content["body"].tobytes().decode()),
            kind=lightgbm.Booster(model_str=content["kind"].tobytes().decode()),
        )


def topics_of(shapes: LineShapes, words: NDArray[np.int16]) -> dict[str, Integers]:
    """What each line's words speak for: whole numbers, by name of the topic."""
    count = len(shapes)
    terms = np.bincount(shapes.term_line, minlength=count)
    root = np.sqrt(np.maximum(terms, 1))
    return {
        topic: np.floor(
            np.bincount(shapes.term_line, words[shapes.term_bucket, column], count) / root
        ).astype(np.int64)
        for column, topic in enumerate(TOPICS)
    }


def score_lines(lines: Lines) -> LineScores:
    """Score every line of a batch; a page's scores are the same in every batch."""
    model = _shipped_model()
    shapes = line_shapes(lines)
    columns = np.zeros((1 + len(KINDS), len(lines)), dtype=np.float32)
    if len(shapes):
        features = matrix(feature_columns(shapes, topics_of(shapes, model.words)))
        body = np.asarray(model.body.predict(features, num_threads=1))
        kind = np.asarray(model.kind.predict(features, num_threads=1))
        columns[0, shapes.place] = body
        columns[1:, shapes.place] = ((1 - body)[:, None] * kind).T
    by_name = dict(zip(("body", *KINDS), columns, strict=True))
    return LineScores(**by_name)


def choose_body(lines: Lines, scores: LineScores) -> NDArray[np.bool_]:
    """Mark the lines that are the article's text; a page without an article gets none."""
    return scores.body > _BODY_FROM
