"""How likely each line is part of the article: a trained model over the features of lines.

A small network reads the shapes of a page's lines in their order; boosted trees look a second time,
with the network's scores of the whole page beside each line's own features. The models are
`seeds/models/lines.npz` for pages in English letters and `lines_world.npz` for others, made by
`training/train_lines.py`; their model card is docs/reference/line-model.md.
"""

import io
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dateline import seeds
from dateline.transforms.lines.alphabets import Alphabet, pages_by_alphabet
from dateline.transforms.lines.features import (
    CERTAIN,
    Columns,
    Floats,
    Integers,
    LineShapes,
    likely_words,
    line_shapes,
    matrix,
    second_look,
    topic_columns,
)
from dateline.transforms.lines.network import LineNetwork
from dateline.transforms.lines.phrase_features import phrase_columns
from dateline.transforms.lines.splitting import Lines, select_documents

if TYPE_CHECKING:
    import lightgbm

Scores = NDArray[np.float32]

TOPICS = ("speaks_for_prose", "speaks_for_short_body", "speaks_for_end", "speaks_for_byline")
CLASSES = ("body", "boilerplate", "headline", "byline_or_date", "second_copy")
# A line that is less likely is no article, however unlikely the page's other lines are.
_LEAST_LIKELY = 0.25
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class SeenLines:
    """What a model saw of the lines that are not blank; an index in each part is one line.

    They are those of the pages in one alphabet; `line` is the index of each among all lines of the
    batch. `first_look` is lines x `CLASSES`.
    """

    alphabet: Alphabet
    line: Integers
    shapes: LineShapes
    topics: Columns
    first_look: Floats


@dataclass(frozen=True, slots=True)
class LineScores:
    """The probability of each class for each line, one index a line; of a blank line, all are 0.

    The classes are those that the model was taught: the article's text, its headline, its byline or
    date, a second copy of the text, and everything else on the page.
    """

    body: Scores
    boilerplate: Scores
    headline: Scores
    byline_or_date: Scores
    second_copy: Scores
    seen: tuple[SeenLines, ...] = ()


@dataclass(frozen=True, slots=True)
class LineModel:
    """A trained model: what words speak for, the network, and the trees that decide on the body.

    `words` has a row for each bucket of terms and a column for each of `TOPICS`; `columns` are the
    features of a line by itself that it was taught, in their order.
    """

    columns: tuple[str, ...]
    words: NDArray[np.int16]
    network: LineNetwork
    trees: "lightgbm.Booster"


LINE_FILES = {Alphabet.ENGLISH: "lines.npz", Alphabet.OTHER: "lines_world.npz"}


@cache
def shipped_model(alphabet: Alphabet) -> LineModel:
    """The model of pages in an alphabet."""
    # It loads pandas, which commands that read no page need not wait for.
    import lightgbm

    with np.load(io.BytesIO(seeds.model(LINE_FILES[alphabet]))) as content:
        return LineModel(
            columns=tuple(content["columns"].tolist()),
            words=content["words"],
            network=LineNetwork.from_arrays(content),
            trees=lightgbm.Booster(model_str=content["trees"].tobytes().decode()),
        )


def first_look(shapes: LineShapes, topics: Columns, network: LineNetwork) -> Floats:
    """The network's probability of each class for each line: lines x `CLASSES`."""
    values = matrix({**shapes.columns, **topics})
    probabilities = np.empty((len(shapes), len(CLASSES)), dtype=np.float32)
    bounds = np.append(np.unique(shapes.first), len(shapes)).tolist()
    for start, end in pairwise(bounds):
        probabilities[start:end] = network.page_probabilities(values[start:end])
    return probabilities


def tree_features(shapes: LineShapes, topics: Columns, probabilities: Floats) -> Columns:
    """What the trees decide on: the line by itself and what the first look says of its page."""
    likely = np.rint(probabilities[:, 0] * CERTAIN).astype(np.int64)
    return {
        **shapes.columns,
        **topics,
        **second_look(shapes, likely),
        **phrase_columns(shapes, likely_words(shapes, likely)),
    }


def score_lines(lines: Lines) -> LineScores:
    """Score every line of a batch; a page's scores are the same in every batch."""
    scores = np.zeros((len(CLASSES), len(lines)), dtype=np.float32)
    found = []
    for alphabet, documents in pages_by_alphabet(lines).items():
        own = np.flatnonzero(documents[lines.document])
        part = lines if documents.all() else select_documents(lines, documents)
        model = shipped_model(alphabet)
        shapes = line_shapes(part, model.columns)
        if not len(shapes):
            continue
        line = own[shapes.line]
        topics = topic_columns(shapes, model.words, TOPICS)
        first = first_look(shapes, topics, model.network)
        features = matrix(tree_features(shapes, topics, first))
        body = np.asarray(model.trees.predict(features, num_threads=1), dtype=np.float32)
        others = first[:, 1:] / np.maximum(first[:, 1:].sum(axis=1, keepdims=True), 1e-9)
        scores[0, line] = body
        scores[1:, line] = ((1 - body)[:, None] * others).T
        found.append(SeenLines(alphabet, line, shapes, topics, first))
    return LineScores(**dict(zip(CLASSES, scores, strict=True)), seen=tuple(found))


def choose_lines(
    body: Scores, length: NDArray[np.int64], page: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Choose on each page the lines with the best F1 that their probabilities let expect.

    Those are the lines above half of that F1 (Z. Lipton and others, "Optimal Thresholding of
    Classifiers to Maximize F1 Measure", 2014), which is found in a few rounds. A line counts by the
    root of its length.

    Args:
        body: How likely each line is the article's text.
        length: Its length in code points.
        page: The number of its page, from 0.
    """
    weight = np.sqrt(length)
    likely = weight * body
    expected = np.bincount(page, likely)
    threshold = np.full(len(expected), 0.45)
    for _ in range(_ROUNDS):
        kept = body > threshold[page]
        hits = np.bincount(page, likely * kept, len(expected))
        size = np.bincount(page, weight * kept, len(expected))
        threshold = hits / np.maximum(size + expected, 1e-9)
    chosen: NDArray[np.bool_] = body > np.maximum(threshold, _LEAST_LIKELY)[page]
    return chosen
