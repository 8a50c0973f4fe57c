"""Stretches of a page: runs of lines that are decided on together, and what they are like.

A comment, a box about another article or a river of teasers is hard to tell line by line, and
easier as a whole: how it is written, where it stands to the article's core, what stands between
them, and how many of its words the core and the headline have.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dateline.transforms.lines.features import (
    FARTHEST,
    NO_LINE,
    Column,
    Columns,
    Floats,
    Integers,
    LineShapes,
    likely_words,
)
from dateline.transforms.schema.closed_sets import LABELS
from dateline.transforms.text.characters import BUCKETS

# The classes of the line model, by their index.
_BODY, _, _HEADLINE, _BYLINE, _COPY = range(5)
# Levels of a line: out of the question, possible, kept by the line model.
UNLIKELY, POSSIBLE, KEPT = range(3)
# A line that the line model did not keep may be taken in from here on, of `CERTAIN`.
_LEAST_POSSIBLE = 154
# A kept line may be the headline of another text, or its byline, from here on, of `CERTAIN`.
_LIKELY_HEADLINE, _LIKELY_BYLINE = 300, 400
_NEAR_LINES = 4
_MOST_OPENINGS = 10
_PHRASES_NEAR = {
    "related": ("related_heading", "related_headline"),
    "comments": ("comments",),
    "closing": ("subscribe", "legal", "tags", "author_bio", "advert"),
    "menus": ("share", "navigation", "section"),
}


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What is known of the lines that are not blank before stretches are; an index is one line.

    `classes` is how likely each line is of each of the line model's classes by its first look,
    `likely` how likely it is body by its second, from 0 to `CERTAIN`; `kept` is the choice line by
    line.
    """

    shapes: LineShapes
    topics: Columns
    classes: Integers
    likely: Integers
    kept: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Stretches:
    """The stretches of a batch, in order; an index in each array is one stretch.

    `head` and `end` are indices of lines, the end exclusive; `first` and `stop` are the first of
    the page's stretches and the one past its last; `core` is the page's stretch with the most text
    that the line model kept. `of_line` has the stretch of each line.
    """

    head: Integers
    end: Integers
    level: NDArray[np.int8]
    first: Integers
    stop: Integers
    core: Integers
    of_line: Integers

    def __len__(self) -> int:
        """Count the stretches."""
        return len(self.head)


def find_stretches(lines: LookedAt) -> Stretches:
    """Cut pages where the line model changes its mind, and kept lines where texts meet."""
    shapes = lines.shapes
    level = np.where(
        lines.kept, KEPT, np.where(lines.likely >= _LEAST_POSSIBLE, POSSIBLE, UNLIKELY)
    )
    index = np.arange(len(shapes))
    is_head = (np.diff(level, prepend=-1) != 0) | (index == shapes.first) | _texts_meet(lines)
    head = np.flatnonzero(is_head)
    starts = np.flatnonzero(head == shapes.first[head])
    page = np.cumsum(head == shapes.first[head]) - 1
    own = np.add.reduceat(np.where(lines.kept, likely_words(shapes, lines.likely), 0), head)
    most = np.maximum.reduceat(own, starts)[page]
    core = np.minimum.reduceat(np.where(own == most, np.arange(len(head)), NO_LINE), starts)
    return Stretches(
        head=head,
        end=np.append(head[1:], len(index)),
        level=level[head].astype(np.int8),
        first=starts[page],
        stop=np.append(starts[1:], len(head))[page],
        core=core[page],
        of_line=np.cumsum(is_head) - 1,
    )


def _texts_meet(lines: LookedAt) -> NDArray[np.bool_]:
    """Mark the lines at which another text may begin: a list, a headline, a byline or a date."""
    is_listed = lines.shapes.columns["opens_bullet"]
    changes = np.diff(is_listed, prepend=False) != 0
    is_title = lines.classes[:, _HEADLINE] > _LIKELY_HEADLINE
    is_byline = lines.classes[:, _BYLINE] > _LIKELY_BYLINE
    meet: NDArray[np.bool_] = lines.kept & (changes | is_title | is_byline)
    return meet


def stretch_columns(lines: LookedAt, stretches: Stretches, rarity: NDArray[np.uint8]) -> Columns:
    """What each stretch is like: whole numbers of one page, or quotients of them.

    Args:
        lines: The lines that the stretches are made of.
        stretches: The stretches.
        rarity: How rare the words of each bucket are on pages.
    """
    return {
        **_own_columns(lines, stretches),
        **_page_columns(lines, stretches),
        **_neighbour_columns(lines, stretches),
        **_phrase_columns(lines, stretches),
        **_cohesion_columns(lines, stretches, rarity),
    }


def _quotient(part: Column, whole: Column) -> Floats:
    quotient: Floats = np.divide(part, np.maximum(whole, 1), dtype=np.float32)
    return quotient


def _own_columns(lines: LookedAt, stretches: Stretches) -> Columns:
    """What the stretch is like by itself: its scores, its length, how its lines are written."""
    shape, head = lines.shapes.columns, stretches.head
    words, count = shape["words"], stretches.end - stretches.head
    whole = np.add.reduceat(words, head)

    def summed(column: Column) -> Integers:
        return np.add.reduceat(column, head, dtype=np.int64)

    def a_line(column: Column) -> Floats:
        return _quotient(summed(column), count)

    def a_word(column: Column) -> Floats:
        return _quotient(summed(column * words), whole)

    return {
        "level": stretches.level,
        "words": whole,
        "words_a_line": _quotient(whole, count),
        "likely_a_word": a_word(lines.likely),
        "likeliest": np.maximum.reduceat(lines.likely, head),
        "body_a_word": a_word(lines.classes[:, _BODY]),
        "byline_a_word": a_word(lines.classes[:, _BYLINE]),
        "copy_a_word": a_word(lines.classes[:, _COPY]),
        "speaks_for_prose": a_line(lines.topics["speaks_for_prose"]),
        "said_before": a_line(shape["same_before"] > 0),
        "same_openings": a_line(np.minimum(shape["same_openings"], _MOST_OPENINGS)),
        "sentence_ends": a_line(shape["ends_sentence"]),
        "prose": a_line(shape["prose"]),
        "bullets": a_line(shape["opens_bullet"]),
        "quotes": _quotient(summed(shape["quotes"]), whole),
    }


def _page_columns(lines: LookedAt, stretches: Stretches) -> Columns:
    """Where the stretch stands on its page and to the core, and how much of the text it has."""
    shapes, head, end, core = lines.shapes, stretches.head, stretches.end, stretches.core
    index = np.arange(len(stretches))
    is_kept = stretches.level == KEPT
    text = np.add.reduceat(likely_words(shapes, lines.likely), head)
    kept_text = np.where(is_kept, text, 0)
    words = np.append(0, np.cumsum(shapes.columns["words"]))

    def on_page(column: Column) -> Integers:
        sums = np.append(0, np.cumsum(column, dtype=np.int64))
        whole_page: Integers = sums[stretches.stop] - sums[stretches.first]
        return whole_page

    kept_sums = np.append(0, np.cumsum(kept_text))
    kept_on_page, above = on_page(kept_text), kept_sums[index] - kept_sums[stretches.first]
    from_core = _between(head, end, core, index)
    words_from_core = _between(words[head], words[end], core, index)
    return {
        "share": _quotient(text, kept_on_page),
        "share_of_core": _quotient(text, kept_text[core]),
        "kept_above": _quotient(above, kept_on_page),
        "kept_below": _quotient(kept_on_page - above - kept_text, kept_on_page),
        "from_core": np.sign(index - core) * np.minimum(from_core, FARTHEST),
        "words_from_core": words_from_core,
    }


def _between(head: Integers, end: Integers, core: Integers, index: Integers) -> Integers:
    """How much lies between each stretch and its page's core, by where both begin and end."""
    below = np.where(index > core, head - end[core], 0)
    between: Integers = np.where(index < core, head[core] - end, below)
    return between


def _neighbour_columns(lines: LookedAt, stretches: Stretches) -> Columns:
    """The kept stretches before and after, and headlines and bylines close by."""
    shapes, head, end = lines.shapes, stretches.head, stretches.end
    index = np.arange(len(stretches))
    is_kept = stretches.level == KEPT
    text = np.add.reduceat(likely_words(shapes, lines.likely), head)
    words = np.append(0, np.cumsum(shapes.columns["words"]))
    whole = words[end] - words[head]
    before = np.append(-1, np.maximum.accumulate(np.where(is_kept, index, -1))[:-1])
    ahead = np.minimum.accumulate(np.where(is_kept, index, NO_LINE)[::-1])[::-1]
    after = np.append(ahead[1:], NO_LINE)
    columns: Columns = {}
    for name, other, there in (
        ("before", np.maximum(before, 0), before >= stretches.first),
        ("after", np.minimum(after, len(index) - 1), after < stretches.stop),
    ):
        gap = _between(words[head], words[end], other, index)
        columns |= {
            f"{name}_likely": np.where(there, _quotient(text, whole)[other], -1),
            f"{name}_gap": np.where(there, gap, -1),
        }
    byline = lines.classes[:, _BYLINE]
    columns["headline_above"] = _highest_near(lines, head, lines.classes[:, _HEADLINE], -1)
    columns["byline_above"] = _highest_near(lines, head, byline, -1)
    columns["byline_below"] = _highest_near(lines, end - 1, byline, 1)
    return columns


def _highest_near(lines: LookedAt, edge: Integers, column: Column, direction: int) -> Integers:
    """The highest value in the few lines before or after an edge of each stretch, 0 at least."""
    first, last = lines.shapes.first[edge], lines.shapes.last[edge]
    highest = np.zeros(len(edge), np.int64)
    for steps in range(1, _NEAR_LINES + 1):
        near = edge + direction * steps
        inside = (near >= first) & (near <= last)
        highest = np.maximum(highest, np.where(inside, column[np.where(inside, near, 0)], 0))
    return highest


def _phrase_columns(lines: LookedAt, stretches: Stretches) -> Columns:
    """For each group of phrases: how far the next ones are, how many stand before the core."""
    shapes, head, end = lines.shapes, stretches.head, stretches.end
    index = np.arange(len(shapes))
    far = _between(head, end, stretches.core, np.arange(len(stretches)))
    top, bottom = shapes.first[head], shapes.last[head]
    columns: Columns = {}
    for name, labels in _PHRASES_NEAR.items():
        here = np.isin(shapes.phrases, [LABELS.index(label) for label in labels])
        sums = np.append(0, np.cumsum(here))
        above = np.append(-1, np.maximum.accumulate(np.where(here, index, -1)))[head]
        ahead = np.minimum.accumulate(np.where(here, index, NO_LINE)[::-1])[::-1]
        below = np.append(ahead, NO_LINE)[end]
        between = _between(sums[head], sums[end], stretches.core, np.arange(len(stretches)))
        columns |= {
            f"{name}_above": np.where(above >= top, np.minimum(head - above, FARTHEST), -1),
            f"{name}_below": np.where(below <= bottom, np.minimum(below - end, FARTHEST), -1),
            f"{name}_between_share": _quotient(between, far),
        }
    return columns


def _cohesion_columns(lines: LookedAt, stretches: Stretches, rarity: NDArray[np.uint8]) -> Columns:
    """How many of the stretch's words the core and the headline have, the rare ones above all."""
    terms = lines.shapes.terms[0]
    start_of_line = np.searchsorted(terms.line, np.arange(len(lines.shapes) + 1))
    weight = rarity[terms.bucket].astype(np.int64)
    in_core, in_headline = np.zeros((2, len(weight)), bool)
    has_word = np.zeros(BUCKETS, bool)

    def mark(first_line: int, end_line: int, page: slice, found: NDArray[np.bool_]) -> None:
        said = terms.bucket[start_of_line[first_line] : start_of_line[end_line]]
        has_word[said] = True
        found[page] = has_word[terms.bucket[page]]
        has_word[said] = False

    for first in np.unique(stretches.first).tolist():
        core, last = stretches.core[first], stretches.stop[first] - 1
        top, bottom = stretches.head[first], stretches.end[last]
        page = slice(start_of_line[top], start_of_line[bottom])
        headline = top + int(np.argmax(lines.classes[top : stretches.end[core], _HEADLINE]))
        mark(headline, headline + 1, page, in_headline)
        mark(stretches.head[core], stretches.end[core], page, in_core)

    def summed(column: Integers) -> Integers:
        sums = np.append(0, np.cumsum(column))
        inside: Integers = sums[start_of_line[stretches.end]] - sums[start_of_line[stretches.head]]
        return inside

    whole = summed(weight)
    return {
        "shared_with_core": _quotient(summed(weight * in_core), whole),
        "shared_with_headline": _quotient(summed(weight * in_headline), whole),
    }
