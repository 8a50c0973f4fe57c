"""A plain stand-in for the trained line model: long lines with sentences in them are the body."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transforms.lines import Lines

_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class LineScores:
    """How likely each line is part of an article's body, from 0 to 1."""

    body: NDArray[np.float64]


def score_lines(lines: Lines) -> LineScores:
    """Score every line of a batch."""
    lengths = np.array([len(text) for text in lines.texts], dtype=np.float64)
    ends = np.array([bool(_SENTENCE_END.search(text[-4:])) for text in lines.texts], dtype=bool)
    return LineScores(
        np.clip((lengths - 30) / 100, 0, 0.7) + np.where(ends & (lengths > 60), 0.3, 0)
    )


def choose_body(lines: Lines, scores: LineScores) -> NDArray[np.bool_]:
    """Decide which lines are body."""
    return scores.body >= 0.8
