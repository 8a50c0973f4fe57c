"""What the phrases of boilerplate on a page say about the lines around them, as numbers.

A heading for comments or a plea to subscribe speaks for what stands below it, however many words of
text follow; and a phrase is known in every language that `seeds/line_phrases.csv` has.
"""

import numpy as np

from dateline.transforms.lines.features import (
    FARTHEST,
    NO_LINE,
    Columns,
    Integers,
    LineShapes,
    window_sums,
)
from dateline.transforms.schema.closed_sets import LABELS

_GROUPS = {
    "boilerplate": LABELS,
    "related": ("related_heading",),
    "comments": ("comments",),
    "closing": ("subscribe", "legal", "tags", "author_bio", "advert"),
}
_PHRASE_WINDOWS = (4, 16)


def phrase_columns(shapes: LineShapes, likely_words: Integers) -> Columns:
    """For each group of phrases: where they stand above and below each line, and how many.

    `likely_words` is how much of the article each line likely holds; `..._text` sums it up since
    the last phrase above. Where there is no phrase, distances and sums are -1.
    """
    first, last = shapes.first, shapes.last
    index = np.arange(len(shapes))
    text = np.append(0, np.cumsum(likely_words))
    columns: Columns = {}
    for name, labels in _GROUPS.items():
        here = np.isin(shapes.phrases, [LABELS.index(label) for label in labels])
        sums = np.append(0, np.cumsum(here))
        above = np.append(-1, np.maximum.accumulate(np.where(here, index, -1))[:-1])
        ahead = np.minimum.accumulate(np.where(here, index, NO_LINE)[::-1])[::-1]
        below = np.append(ahead[1:], NO_LINE)
        is_above, is_below = above >= first, below <= last
        columns |= {
            name: here,
            f"{name}_before": np.where(is_above, np.minimum(index - above, FARTHEST), -1),
            f"{name}_after": np.where(is_below, np.minimum(below - index, FARTHEST), -1),
            f"{name}_above": sums[:-1] - sums[first],
            f"{name}_below": sums[last + 1] - sums[1:],
            f"{name}_text": np.where(is_above, text[index] - text[np.maximum(above, 0)], -1),
        }
        for size in _PHRASE_WINDOWS:
            before, after = window_sums(shapes, sums, size)
            columns[f"{name}-{size}"], columns[f"{name}+{size}"] = before, after
    return columns
