"""What a line looks like, as numbers: its shape, its words, its neighbours and its page.

Every feature is a whole number or a quotient of whole numbers of one page, so that a page has the
same features in every batch. No language is assumed.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.characters import (
    COMMA,
    DIGIT,
    LOWER,
    MARK,
    QUOTE,
    STOP,
    SYMBOL,
    UPPER,
    Characters,
    Words,
    bucket,
    characters_of,
    words_of,
)
from transforms.lines import Lines

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Column = NDArray[Any]

_PROSE_WORDS = 12
_BULLETS = [ord(character) for character in "•*·▪‣◦○●–—-»›>▶►"]
_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
_WINDOWS = (3, 8, 20)


@dataclass(frozen=True, slots=True)
class LineShapes:
    """What can be measured of each line that is not blank, one place in each array a line.

    `place` is the line's place in `Lines`, `first` and `last` the places in these arrays of the
    first and the last line of its page; `columns` are the features by name. `term_line` and
    `term_bucket` are the words, pairs of words and openings of all lines, hashed.
    """

    place: Integers
    first: Integers
    last: Integers
    columns: dict[str, Column]
    term_line: Integers
    term_bucket: Integers

    def __len__(self) -> int:
        """Count the lines that are not blank."""
        return len(self.place)


def _share(part: Column, whole: Column) -> Floats:
    share: Floats = np.divide(part, np.maximum(whole, 1), dtype=np.float32)
    return share


def _pages(lines: Lines, place: Integers) -> tuple[Integers, Integers]:
    """First and last place among the lines at `place` of each one's page."""
    page = lines.document[place]
    bounds = np.searchsorted(page, np.arange(len(lines.offsets)))
    return bounds[page], bounds[page + 1] - 1


def _repeats(page: Integers, hashes: Column) -> tuple[Integers, Integers]:
    """How many lines of the page share a line's hash, and how many of them stand before it."""
    keyed = hashes * np.uint64(31) + page.astype(np.uint64)
    order = np.argsort(keyed, kind="stable")
    ordered = keyed[order]
    head = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    size = np.diff(head, append=len(ordered))
    total, before = np.empty(len(keyed), np.int64), np.empty(len(keyed), np.int64)
    total[order] = np.repeat(size, size)
    before[order] = np.arange(len(keyed)) - np.repeat(head, size)
    return total, before


def _terms(words: Words, count: int) -> tuple[Integers, Integers, NDArray[np.uint64], Integers]:
    """Hashed terms of each line, and each line's hash as a whole and by its first words."""
    head = np.searchsorted(words.line, np.arange(count + 1))
    tail = words.hash[1:]
    same = words.line[1:] == words.line[:-1]
    pair = words.hash[:-1] * np.uint64(3) + tail * np.uint64(5)
    filled = np.flatnonzero(np.diff(head) > 0)
    opening = words.hash[head[filled]] * np.uint64(7)
    position = np.arange(len(words.line)) - head[words.line]
    ordered = words.hash * (position.astype(np.uint64) * np.uint64(2) + np.uint64(1))
    total = np.concatenate([np.zeros(1, np.uint64), np.cumsum(ordered)])
    whole = total[head[1:]] - total[head[:-1]]
    first_words = total[np.minimum(head[:-1] + 5, head[1:])] - total[head[:-1]]
    short = filled[np.diff(head)[filled] <= 6]
    line = np.concatenate([words.line, words.line[1:][same], filled, short])
    hashes = np.concatenate([words.hash, pair[same], opening, whole[short] * np.uint64(11)])
    return line, bucket(hashes), whole, first_words


def line_shapes(lines: Lines) -> LineShapes:
    """Measure every line that is not blank, by itself and against its page."""
    place = np.flatnonzero(np.fromiter(map(bool, lines.texts), bool, len(lines.texts)))
    texts = [lines.texts[i] for i in place.tolist()]
    first, last = _pages(lines, place)
    characters = characters_of(texts)
    words = words_of(characters)
    term_line, term_bucket, whole, opening = _terms(words, len(place))
    columns = _shape_columns(characters, words, len(place))
    columns["length"] = np.fromiter(map(len, texts), np.int64, len(texts))
    columns["margin"] = lines.end[place] - lines.start[place] - columns["length"]
    page = lines.document[place].astype(np.int64)
    before = np.diff(place, prepend=-1) - 1
    index = np.arange(len(place))
    before = np.where(index == first, lines.line_number[place], before)
    after = np.where(index == last, lines.offsets[page + 1] - 1 - place, np.append(before[1:], 0))
    columns["blank_before"], columns["blank_after"] = np.minimum(before, 4), np.minimum(after, 4)
    columns["same_lines"], columns["same_before"] = _repeats(page, whole)
    columns["same_openings"], columns["same_openings_before"] = _repeats(page, opening)
    return LineShapes(place, first, last, columns, term_line, term_bucket)


def _shape_columns(characters: Characters, words: Words, count: int) -> dict[str, Column]:
    def words_where(mask: NDArray[np.bool_]) -> Integers:
        return np.bincount(words.line[mask], minlength=count)

    points, classes, start, end = (
        characters.points,
        characters.classes,
        characters.start,
        characters.end,
    )
    length = end - start
    total = np.bincount(words.line, minlength=count)
    lower = (words.opening & LOWER) != 0
    capitals = characters.count(characters.has(UPPER))
    letters = capitals + characters.count(characters.has(LOWER))
    digits = characters.count(characters.has(DIGIT))
    stops = characters.has(STOP)
    stops &= np.isin(np.append(points[1:], 0), [ord(" "), ord("\n")])
    opening, closing = classes[start], classes[end - 1]
    before_closing = classes[np.maximum(end - 2, start)]
    ends_sentence = ((closing & STOP) != 0) | (
        ((closing & MARK) != 0) & ((before_closing & STOP) != 0)
    )
    return {
        "words": total,
        "letter_share": _share(letters, length),
        "digit_share": _share(digits, length),
        "capital_share": _share(capitals, letters),
        "mark_share": _share(characters.count(characters.has(MARK)), length),
        "symbols": characters.count(characters.has(SYMBOL)),
        "commas": characters.count(characters.has(COMMA)),
        "quotes": characters.count(characters.has(QUOTE)),
        "sentences": characters.count(stops),
        "capitalised_share": _share(words_where((words.opening & UPPER) != 0), total),
        "lower_share": _share(words_where(lower), total),
        "short_lower_share": _share(words_where(lower & (words.length <= 3)), total),
        "word_length": _share(letters + digits, total),
        "opens_upper": (opening & UPPER) != 0,
        "opens_lower": (opening & LOWER) != 0,
        "opens_digit": (opening & DIGIT) != 0,
        "opens_quote": (opening & QUOTE) != 0,
        "opens_bullet": np.isin(points[start], _BULLETS),
        "ends_sentence": ends_sentence,
        "ends_colon": points[end - 1] == ord(":"),
        "ends_letter": (closing & (UPPER | LOWER)) != 0,
        "ends_digit": (closing & DIGIT) != 0,
        "prose": (total >= _PROSE_WORDS) & ends_sentence,
    }


def neighbours(shapes: LineShapes, column: Column, steps: int) -> Floats:
    """The column's value `steps` lines on (or back, when negative); -1 past the page's ends."""
    index = np.arange(len(shapes)) + steps
    inside = (index >= shapes.first) & (index <= shapes.last)
    return np.where(inside, column[np.where(inside, index, 0)], -1).astype(np.float32)


def window_sums(shapes: LineShapes, column: Column, size: int) -> tuple[Floats, Floats]:
    """Sums of a column of whole numbers over the `size` lines before and after each line."""
    sums = np.concatenate([[0], np.cumsum(column, dtype=np.int64)])
    index = np.arange(len(shapes))
    start = np.maximum(index - size, shapes.first)
    end = np.minimum(index + size, shapes.last) + 1
    before = (sums[index] - sums[start]).astype(np.float32)
    return before, (sums[end] - sums[index + 1]).astype(np.float32)


def _distance(shapes: LineShapes, mask: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Lines back and on to the nearest marked line of the page, 99 where there is none."""
    index = np.arange(len(shapes))
    back = np.maximum.accumulate(np.where(mask, index, -1))
    back = np.concatenate([[-1], back[:-1]])[: len(index)]
    ahead = np.minimum.accumulate(np.where(mask, index, len(index))[::-1])[::-1]
    ahead = np.append(ahead[1:], len(index))
    behind = np.where(back >= shapes.first, index - back, 99)
    return (
        np.minimum(behind, 99).astype(np.float32),
        np.minimum(np.where(ahead <= shapes.last, ahead - index, 99), 99).astype(np.float32),
    )


def feature_columns(shapes: LineShapes, topics: dict[str, Integers]) -> dict[str, Column]:
    """All features: a line's shape and topics, its neighbours', its windows' and its page's.

    `topics` are whole numbers, one a line, that say how the line's words speak for a class.
    """
    columns = dict(shapes.columns)
    columns.update(topics)
    words = shapes.columns["words"].astype(np.int64)
    prose = shapes.columns["prose"].astype(bool)
    looked_at = (
        "words",
        "prose",
        "ends_sentence",
        "capitalised_share",
        "short_lower_share",
        "opens_bullet",
        "blank_before",
        *topics,
    )
    for name in looked_at:
        for steps in _NEIGHBOURS:
            columns[f"{name}{steps:+d}"] = neighbours(shapes, columns[name], steps)
    prose_words = np.where(prose, words, 0)
    summed = {"words": words, "prose_words": prose_words, "prose": prose, **topics}
    for name, column in summed.items():
        for size in _WINDOWS:
            before, after = window_sums(shapes, column, size)
            columns[f"{name}-{size}"], columns[f"{name}+{size}"] = before, after
    columns["prose_back"], columns["prose_ahead"] = _distance(shapes, prose)
    index = np.arange(len(shapes))
    page_size = shapes.last - shapes.first + 1
    columns["lines"] = page_size
    columns["from_top"] = np.minimum(index - shapes.first, 500)
    columns["from_end"] = np.minimum(shapes.last - index, 500)
    columns["height"] = _share(index - shapes.first, page_size)
    for name, column in {"words": words, "prose_words": prose_words, "prose": prose}.items():
        sums = np.concatenate([[0], np.cumsum(column, dtype=np.int64)])
        total = sums[shapes.last + 1] - sums[shapes.first]
        above = sums[index] - sums[shapes.first]
        columns[f"page_{name}"] = total
        columns[f"{name}_above"] = _share(above, total)
        columns[f"page_{name}_mean"] = _share(total, page_size)
    return columns


def matrix(columns: dict[str, Column]) -> Floats:
    """Columns side by side: one row a line."""
    return np.stack([column.astype(np.float32) for column in columns.values()], axis=1)
