"""What the corpus tells about a line: one that different stories repeat is boilerplate, not text.

The evidence comes from `repeated_lines`. It can only take a line out of the article, never bring
one in, and how much of it is needed depends on how much speaks for the line as text.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dateline.transforms.lines.label_codes import RULE_CODES
from dateline.transforms.lines.labels import Labels
from dateline.transforms.lines.splitting import Lines

# The host in `repeated_lines` that stands for all pages together.
ANYWHERE = "*"
# How many different stories of one outlet have to repeat a line before it is boilerplate. Where the
# line model is sure of it and text stands on both sides, it may be a standing part of what is told:
# that takes the most. Stories are counted no further.
LEAST_STORIES, MOST_STORIES = 3, 20
_LONG_AT_THE_EDGE = 5
# What all pages together repeat may be agency text that many outlets carry, each in its own cut.
# No more than `MOST_STORIES` being counted, it never outvotes a sure line between text.
_TIMES_ANYWHERE = 3
# A line that is shorter (a number in a list, `Conclusion`) repeats by chance.
_TELLING_LENGTH, _TELLING_LENGTH_ANYWHERE = 15, 40
_SHORT_LINE = 100
_SURE_BETWEEN_TEXT = 0.9
_ON_OUTLET, _REPEATED_ANYWHERE = (
    RULE_CODES[rule] for rule in ("repeated_on_outlet", "repeated_anywhere")
)
_UNEXPLAINING_RULES = tuple(RULE_CODES[rule] for rule in ("no_rule", "short_line"))


@dataclass(frozen=True, slots=True)
class Repetition:
    """How many different stories have each line of a batch; an index in both arrays is one line.

    `on_outlet` counts on pages of the page's outlet, `anywhere` on all pages; 0 where the line was
    not seen to repeat. `fingerprints` are the rows that the batch's pages bring themselves.
    """

    fingerprints: pa.Table
    on_outlet: NDArray[np.int64]
    anywhere: NDArray[np.int64]


def count_stories(fingerprints: pa.Table, repeated_lines: pa.Table) -> Repetition:
    """Lay the evidence beside the lines of a batch.

    Args:
        fingerprints: `fingerprints` of the batch's pages, in their order.
        repeated_lines: Rows of `repeated_lines` with at least their `host`, `line_hash` and
            `story_count`.
    """
    columns = (repeated_lines[name].to_pylist() for name in ("host", "line_hash", "story_count"))
    known = {(host, line_hash): count for host, line_hash, count in zip(*columns, strict=True)}
    line_hashes = fingerprints["line_hashes"].to_pylist()
    hosts = fingerprints["host"].to_pylist()
    return Repetition(
        fingerprints=fingerprints,
        on_outlet=_counts(
            known.get((host, line_hash), 0)
            for host, hashes in zip(hosts, line_hashes, strict=True)
            for line_hash in hashes
        ),
        anywhere=_counts(
            known.get((ANYWHERE, line_hash), 0) for hashes in line_hashes for line_hash in hashes
        ),
    )


def _counts(values: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(values, np.int64)


def find_boilerplate(
    lines: Lines,
    body_score: NDArray[np.float32],
    is_body: NDArray[np.bool_],
    repetition: Repetition,
) -> NDArray[np.int8]:
    """Mark the lines that repeat too often to be text.

    Args:
        lines: The lines of the batch.
        body_score: How likely the line model holds each to be text, from 0 to 1.
        is_body: The line model's choice of body lines.
        repetition: The evidence.

    Returns:
        For each line the code of the rule that makes it boilerplate, or -1.
    """
    lengths = np.fromiter(map(len, lines.texts), np.int64, len(lines))
    needed = _needed_stories(lines, lengths, body_score, is_body)
    return np.select(
        [
            (repetition.on_outlet >= needed) & (lengths >= _TELLING_LENGTH),
            (repetition.anywhere >= _TIMES_ANYWHERE * needed)
            & (lengths >= _TELLING_LENGTH_ANYWHERE),
        ],
        [_ON_OUTLET, _REPEATED_ANYWHERE],
        -1,
    ).astype(np.int8)


def _needed_stories(
    lines: Lines,
    lengths: NDArray[np.int64],
    body_score: NDArray[np.float32],
    is_body: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """How many stories have to repeat each line before it counts as boilerplate."""
    needed = np.where(is_body & (lengths > _SHORT_LINE), _LONG_AT_THE_EDGE, LEAST_STORIES)
    filled = np.flatnonzero(lengths)
    document, body = lines.document[filled], is_body[filled]
    follows = document[1:] == document[:-1]
    body_before, body_after = np.zeros(len(filled), bool), np.zeros(len(filled), bool)
    body_before[1:], body_after[:-1] = follows & body[:-1], follows & body[1:]
    first = np.zeros(len(filled), bool)
    text = np.flatnonzero(body)
    _, opening = np.unique(document[text], return_index=True)
    first[text[opening]] = True
    # The first paragraph has no text above it; what stands above it in one line does not open it.
    opens = first & (lengths[filled] > _SHORT_LINE)
    inside = body & (body_score[filled] >= _SURE_BETWEEN_TEXT) & (body_before | opens) & body_after
    needed[filled[inside]] = MOST_STORIES
    return needed


def note_repetition(
    labels: Labels, boilerplate: NDArray[np.int8], repetition: Repetition
) -> Labels:
    """Name repetition as the rule of the boilerplate that nothing else explains."""
    noted = (boilerplate >= 0) & np.isin(labels.rule, _UNEXPLAINING_RULES) & ~labels.is_body
    stories = np.where(boilerplate == _ON_OUTLET, repetition.on_outlet, repetition.anywhere)
    return replace(
        labels,
        rule=np.where(noted, boilerplate, labels.rule).astype(np.int8),
        # By Laplace's rule of succession, nearly: the next page that has it is no exception.
        score=np.where(noted, np.maximum(labels.score, stories / (stories + 1)), labels.score),
    )
