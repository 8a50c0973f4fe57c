"""What a line looks like, as numbers: its shape, its words, its position and its surroundings.

Every feature is a whole number or a quotient of whole numbers of one page, so that a page has the
same features in every batch. No language is assumed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.transforms.lines.phrases import line_keys, match_phrases
from dateline.transforms.lines.splitting import Lines
from dateline.transforms.text.characters import (
    CASELESS,
    COMMA,
    DIGIT,
    LETTER,
    LOWER,
    MARK,
    QUOTE,
    STOP,
    SYMBOL,
    UNSPACED,
    UPPER,
    Characters,
    LineWords,
    bucket,
    characters_of,
    marks,
    words_of,
)

Column = NDArray[Any]
Columns = dict[str, Column]
Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

CERTAIN = 1024  # a probability of 1, where probabilities are whole numbers

_PROSE_WORDS = 12
_WIDE_COLON = ord("：")
_NEIGHBOURS = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)
_LIKELY_WINDOWS = (2, 4, 8, 16, 32)
_CORE_REACH = 8
_LIKELY_TEXT = 450
_MOST_WORDS_COUNTED = 200
FARTHEST = 300
NO_LINE = 1 << 40


@dataclass(frozen=True, slots=True)
class Terms:
    """LineWords, or what is made of them, as rows of a table of weights; in the order of lines."""

    line: Integers
    bucket: Integers


@dataclass(frozen=True, slots=True)
class LineShapes:
    """What can be measured of each line that is not blank; an index in each array is one line.

    `line` is the line's index in `Lines`, `first` and `last` the indices in these arrays of the
    first and the last line of its page; `columns` are the features by name; `terms` are the words
    of all lines, their pairs, the words that open a line, and short lines as a whole; `phrases`
    are the codes of the labels that the lines' wording stands for, -1 for none.
    """

    line: Integers
    first: Integers
    last: Integers
    columns: Columns
    terms: tuple[Terms, ...]
    phrases: NDArray[np.int8]

    def __len__(self) -> int:
        """Count the lines that are not blank."""
        return len(self.line)


def line_shapes(lines: Lines, names: Sequence[str] | None = None) -> LineShapes:
    """Measure every line that is not blank, by itself and against its page.

    Args:
        lines: The lines.
        names: The features to keep, in their order; None for all.
    """
    line = np.flatnonzero(np.fromiter(map(bool, lines.texts), bool, len(lines.texts)))
    texts = [lines.texts[i] for i in line.tolist()]
    page = lines.document[line].astype(np.int64)
    bounds = np.searchsorted(page, np.arange(len(lines.offsets)))
    first, last = bounds[page], bounds[page + 1] - 1
    characters = characters_of(texts)
    words = words_of(characters)
    heads = np.searchsorted(words.line, np.arange(len(line) + 1))
    columns = _shape_columns(characters, words, np.diff(heads))
    columns["length"] = np.fromiter(map(len, texts), np.int64, len(texts))
    columns["margin"] = lines.end[line] - lines.start[line] - columns["length"]
    index = np.arange(len(line))
    before = np.where(index == first, lines.line_number[line], np.diff(line, prepend=0) - 1)
    to_end = lines.offsets[page + 1] - 1 - line
    after = np.where(index == last, to_end, np.append(before[1:], 0))
    columns["blank_before"], columns["blank_after"] = np.minimum(before, 4), np.minimum(after, 4)
    whole, opening = _line_hashes(words, heads)
    columns["same_lines"], columns["same_before"] = _repeats(page, whole)
    columns["same_openings"], columns["same_openings_before"] = _repeats(page, opening)
    size = last - first + 1
    columns["lines"] = size
    columns["from_top"], columns["from_end"] = index - first, last - index
    columns["height"] = _share(index - first, size)
    phrases = match_phrases(line_keys(texts))
    columns = columns if names is None else {name: columns[name] for name in names}
    return LineShapes(line, first, last, columns, _terms(words, heads, whole), phrases)


def _share(part: Column, whole: Column) -> Floats:
    share: Floats = np.divide(part, np.maximum(whole, 1), dtype=np.float32)
    return share


def _shape_columns(characters: Characters, words: LineWords, word_count: Integers) -> Columns:
    def words_where(mask: NDArray[np.bool_]) -> Integers:
        return np.bincount(words.line[mask], minlength=len(word_count))

    points, classes = characters.points, characters.classes
    start, end = characters.start, characters.end
    length = end - start
    lower = (words.opening & LOWER) != 0
    capitals = characters.count(characters.has(UPPER))
    letters = characters.count(characters.has(LETTER))
    digits = characters.count(characters.has(DIGIT))
    spaced = (points == ord(" ")) | (points == ord("\n"))
    # Where no spaces part the words, none parts the sentences.
    unspaced = np.append(False, characters.has(UNSPACED)[:-1])
    stops = characters.has(STOP) & (np.append(spaced[1:], False) | unspaced)
    caseless = words_where((words.opening & CASELESS) != 0)
    cased = word_count - caseless
    opening, closing = classes[start], classes[end - 1]
    before_closing = classes[np.maximum(end - 2, start)]
    ends_sentence = ((closing & STOP) != 0) | (
        ((closing & MARK) != 0) & ((before_closing & STOP) != 0)
    )
    return {
        "words": word_count,
        "letter_share": _share(letters, length),
        "digit_share": _share(digits, length),
        "capital_share": _share(capitals, letters),
        "mark_share": _share(characters.count(characters.has(MARK)), length),
        "symbols": characters.count(characters.has(SYMBOL)),
        "commas": characters.count(characters.has(COMMA)),
        "quotes": characters.count(characters.has(QUOTE)),
        "sentences": characters.count(stops),
        "capitalised_share": _share(words_where((words.opening & UPPER) != 0), cased),
        "lower_share": _share(words_where(lower), cased),
        "short_lower_share": _share(words_where(lower & (words.length <= 3)), cased),
        "caseless_share": _share(caseless, word_count),
        "word_length": _share(letters + digits, word_count),
        "opens_upper": (opening & (UPPER | CASELESS)) != 0,
        "opens_lower": (opening & LOWER) != 0,
        "opens_digit": (opening & DIGIT) != 0,
        "opens_quote": (opening & QUOTE) != 0,
        "opens_bullet": np.isin(points[start], [ord(mark) for mark in marks("bullet")]),
        "ends_sentence": ends_sentence,
        "ends_colon": ((points[end - 1] == ord(":")) | (points[end - 1] == _WIDE_COLON))
        & ((closing & STOP) == 0),
        "ends_letter": (closing & LETTER) != 0,
        "ends_digit": (closing & DIGIT) != 0,
        "prose": (word_count >= _PROSE_WORDS) & ends_sentence,
    }


def _line_hashes(words: LineWords, heads: Integers) -> tuple[Column, Column]:
    """A hash of each line's words in their order, and one of its first five words."""
    position = np.arange(len(words.line)) - heads[words.line]
    ordered = words.hash * (position.astype(np.uint64) * np.uint64(2) + np.uint64(1))
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(ordered)])
    opening_end = np.minimum(heads[:-1] + 5, heads[1:])
    return sums[heads[1:]] - sums[heads[:-1]], sums[opening_end] - sums[heads[:-1]]


def _terms(words: LineWords, heads: Integers, whole: Column) -> tuple[Terms, ...]:
    same = words.line[1:] == words.line[:-1]
    pairs = words.hash[:-1] * np.uint64(3) + words.hash[1:] * np.uint64(5)
    filled = np.flatnonzero(np.diff(heads) > 0)
    short = filled[np.diff(heads)[filled] <= 6]
    return (
        Terms(words.line, bucket(words.hash)),
        Terms(words.line[1:][same], bucket(pairs[same])),
        Terms(filled, bucket(words.hash[heads[filled]] * np.uint64(7))),
        Terms(short, bucket(whole[short] * np.uint64(11))),
    )


def _repeats(page: Integers, hashes: Column) -> tuple[Integers, Integers]:
    """How many lines of the page share a line's hash, and how many of them stand before it."""
    keyed = hashes * np.uint64(31) + page.astype(np.uint64)
    order = np.argsort(keyed, kind="stable")
    ordered = keyed[order]
    head = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])
    size = np.diff(head, append=len(ordered))
    total, before = np.empty(len(keyed), np.int64), np.empty(len(keyed), np.int64)
    total[order] = np.repeat(size, size)
    before[order] = np.arange(len(keyed)) - np.repeat(head, size)
    return total, before


def topic_columns(
    shapes: LineShapes, weights: NDArray[np.int16], names: tuple[str, ...]
) -> Columns:
    """What each line's words speak for: the weights of its terms, summed, by name of the topic.

    `weights` has a row for each bucket and a column for each topic.
    """
    sums = np.zeros((len(shapes), len(names)), dtype=np.int64)
    count = np.zeros(len(shapes), dtype=np.int64)
    for terms in shapes.terms:
        heads = np.flatnonzero(np.diff(terms.line, prepend=-1))
        if len(heads):
            line = terms.line[heads]
            sums[line] += np.add.reduceat(weights[terms.bucket], heads, axis=0, dtype=np.int64)
            count[line] += np.diff(heads, append=len(terms.line))
    values = np.floor(sums / np.sqrt(np.maximum(count, 1))[:, None]).astype(np.int64)
    return dict(zip(names, values.T, strict=True))


def likely_words(shapes: LineShapes, likely: Integers) -> Integers:
    """How much of the article each line likely holds; a line counts for 200 words at most."""
    return likely * np.minimum(shapes.columns["words"], _MOST_WORDS_COUNTED)


def second_look(shapes: LineShapes, likely: Integers) -> Columns:
    """What a first scoring of all lines says about each of them.

    `likely` is how likely each line is part of the article, from 0 to `CERTAIN`.
    """
    weighted = likely_words(shapes, likely)
    columns: Columns = {"likely": likely}
    for steps in _NEIGHBOURS:
        columns[f"likely{steps:+d}"] = _neighbours(shapes, likely, steps)
    for name, column in {"likely": likely, "likely_words": weighted}.items():
        sums = np.append(0, np.cumsum(column))
        for size in _LIKELY_WINDOWS:
            before, after = window_sums(shapes, sums, size)
            columns[f"{name}-{size}"], columns[f"{name}+{size}"] = before, after
        total = sums[shapes.last + 1] - sums[shapes.first]
        above = sums[:-1] - sums[shapes.first]
        columns[f"page_{name}"], columns[f"{name}_above"] = total, above
        columns[f"{name}_below"] = total - above - column
        columns[f"{name}_above_share"] = _share(above, total)
    columns.update(_run_columns(shapes, likely >= _LIKELY_TEXT, weighted))
    return columns


def _neighbours(shapes: LineShapes, column: Column, steps: int) -> Column:
    """The column's value `steps` lines on (or back, when negative); -1 past the page's ends."""
    index = np.arange(len(shapes)) + steps
    inside = (index >= shapes.first) & (index <= shapes.last)
    return np.where(inside, column[np.where(inside, index, 0)], -1)


def window_sums(shapes: LineShapes, sums: Integers, size: int) -> tuple[Integers, Integers]:
    """Sums over the `size` lines before and after each line.

    `sums` are running sums over all lines of the batch, one more than there are lines.
    """
    index = np.arange(len(shapes))
    start = np.maximum(index - size, shapes.first)
    end = np.minimum(index + size, shapes.last) + 1
    return sums[index] - sums[start], sums[end] - sums[index + 1]


def _run_columns(shapes: LineShapes, likely: NDArray[np.bool_], weighted: Integers) -> Columns:
    """The run of lines alike that a line stands in, and where it stands to the article's core.

    The core is the line with the most likely text around it.
    """
    first, index = shapes.first, np.arange(len(shapes))
    words = shapes.columns["words"]
    changes = (np.diff(likely, prepend=False) != 0) | (index == first)
    heads = np.flatnonzero(changes)
    tails = np.append(heads[1:], len(index)) - 1
    run = np.cumsum(changes) - 1
    pages = np.unique(first)
    page = np.searchsorted(pages, first)

    def page_maximum(column: Column) -> Column:
        return np.maximum.reduceat(column, pages)[page]

    def run_sums(column: Column) -> Integers:
        return np.add.reduceat(column, heads)

    run_size, run_words, run_weight = tails - heads + 1, run_sums(words), run_sums(weighted)
    columns: Columns = {
        "in_run": likely,
        "run_size": run_size[run],
        "run_words": run_words[run],
        "run_weight": run_weight[run],
        "run_before": index - heads[run],
        "run_after": tails[run] - index,
    }
    for steps in (-2, -1, 1, 2):
        other = np.clip(run + steps, 0, len(heads) - 1)
        there = (other == run + steps) & (first[heads[other]] == first)
        for name, values in {"size": run_size, "words": run_words, "weight": run_weight}.items():
            columns[f"run_{name}{steps:+d}"] = np.where(there, values[other], -1)
    before, after = window_sums(shapes, np.append(0, np.cumsum(weighted)), _CORE_REACH)
    density = before + after + weighted
    densest = page_maximum(density)
    core = np.minimum.reduceat(np.where(density == densest, index, NO_LINE), pages)[page]
    unlikely_lines = np.append(0, np.cumsum(~likely))
    unlikely_words = np.append(0, np.cumsum(np.where(likely, 0, words)))
    all_words = np.append(0, np.cumsum(words))
    gap_words = np.abs(unlikely_words[index] - unlikely_words[core])
    between = np.abs(all_words[index] - all_words[core])
    top = np.minimum.reduceat(np.where(likely, index, NO_LINE), pages)[page]
    bottom = page_maximum(np.where(likely, index, -NO_LINE))
    columns |= {
        "core_weight": densest,
        "core_distance": np.clip(index - core, -FARTHEST, FARTHEST),
        "core_gap_lines": np.abs(unlikely_lines[index] - unlikely_lines[core]),
        "core_gap_words": gap_words,
        "core_gap_share": _share(gap_words, between + 1),
        "core_widest_gap": _widest_gap(core, page, likely, run_size[run]),
        "run_share": _share(run_weight[run], page_maximum(np.where(likely, run_weight[run], 0))),
        "page_likely_lines": np.add.reduceat(likely, pages, dtype=np.int64)[page],
        "page_likely_run": page_maximum(np.where(likely, run_size[run], 0)),
        "from_top_likely": np.clip(index - top, -FARTHEST, FARTHEST),
        "to_bottom_likely": np.clip(bottom - index, -FARTHEST, FARTHEST),
    }
    return columns


def _widest_gap(
    core: Integers, page: Integers, likely: NDArray[np.bool_], run_size: Integers
) -> Integers:
    """The longest run of unlikely lines that lies between each line and its page's core."""
    index = np.arange(len(core))
    gap = np.where(likely, 0, np.minimum(run_size, 9_999))
    step = page * 10_000  # keeps the running maximum of one page out of the next
    below = np.maximum.accumulate(np.where(index > core, gap, 0) + step) - step
    step = (page[-1:] - page) * 10_000
    above = np.maximum.accumulate((np.where(index < core, gap, 0) + step)[::-1])[::-1] - step
    return np.where(index > core, below, np.where(index < core, above, 0))


def matrix(columns: Columns) -> Floats:
    """Columns side by side: one row a line."""
    values = np.empty((len(next(iter(columns.values()))), len(columns)), dtype=np.float32)
    for number, column in enumerate(columns.values()):
        values[:, number] = column
    return values
