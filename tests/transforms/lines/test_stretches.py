"""Stretches are runs of lines that are kept, possible or neither, cut where texts meet."""

from dataclasses import replace

import numpy as np

from dateline.transforms.lines.features import CERTAIN
from dateline.transforms.lines.model import score_lines
from dateline.transforms.lines.splitting import split_lines
from dateline.transforms.lines.stretches import (
    KEPT,
    POSSIBLE,
    UNLIKELY,
    LookedAt,
    find_stretches,
    stretch_columns,
)
from dateline.transforms.text.characters import BUCKETS

ARTICLE = "The ferry to Gull Island will sail at night, the harbour master said on Tuesday."
BOX = "Cooks of the town share their best recipes for a long and lazy summer evening."
RARITY = np.full(BUCKETS, 10, np.uint8)


def looked_at(page: str, likely: list[float]) -> LookedAt:
    """A page whose lines the line model found so likely, and keeps from a half on."""
    (seen,) = score_lines(split_lines([page])).seen
    scores = np.array(likely)
    return LookedAt(
        shapes=seen.shapes,
        topics=seen.topics,
        classes=np.zeros((len(scores), 5), np.int64),
        likely=np.rint(scores * CERTAIN).astype(np.int64),
        kept=scores >= 0.5,
    )


def test_a_stretch_ends_where_the_choice_changes() -> None:
    page = "\n".join([ARTICLE, ARTICLE, BOX, BOX, "Share", ARTICLE])
    stretches = find_stretches(looked_at(page, [0.9, 0.9, 0.3, 0.3, 0.0, 0.6]))
    assert stretches.head.tolist() == [0, 2, 4, 5]
    assert stretches.level.tolist() == [KEPT, POSSIBLE, UNLIKELY, KEPT]
    assert stretches.core.tolist() == [0] * 4
    assert stretches.of_line.tolist() == [0, 0, 1, 1, 2, 3]


def test_kept_lines_are_cut_where_a_list_begins_and_ends() -> None:
    page = "\n".join([ARTICLE, "• Bread", "• Fish", ARTICLE])
    assert find_stretches(looked_at(page, [0.9] * 4)).head.tolist() == [0, 1, 3]
    assert find_stretches(looked_at(page, [0.0] * 4)).head.tolist() == [0]


def test_kept_lines_are_cut_at_a_headline_and_at_a_byline() -> None:
    lines = looked_at("\n".join([ARTICLE, BOX, BOX, ARTICLE]), [0.9] * 4)
    for kind in (2, 3):
        classes = lines.classes.copy()
        classes[2, kind] = CERTAIN
        assert find_stretches(replace(lines, classes=classes)).head.tolist() == [0, 2]


def test_no_stretch_goes_over_the_end_of_a_page() -> None:
    (seen,) = score_lines(split_lines([ARTICLE, ARTICLE])).seen
    kept, none = np.ones(2, bool), np.zeros((2, 5), np.int64)
    lines = LookedAt(seen.shapes, seen.topics, none, np.full(2, CERTAIN), kept)
    stretches = find_stretches(lines)
    assert stretches.head.tolist() == [0, 1]
    assert stretches.core.tolist() == [0, 1]


def test_a_stretch_of_the_core_s_words_shares_more_of_them() -> None:
    page = "\n".join([ARTICLE, ARTICLE, "Share", ARTICLE, "Share", BOX])
    lines = looked_at(page, [0.9, 0.9, 0.0, 0.9, 0.0, 0.9])
    stretches = find_stretches(lines)
    columns = stretch_columns(lines, stretches, RARITY)
    assert columns["shared_with_core"].tolist()[2] == 1
    assert columns["shared_with_core"].tolist()[4] < 0.5
    assert columns["from_core"].tolist() == [0, 0, 1, 2, 3]
    assert columns["kept_above"].tolist()[0] == 0
    assert columns["kept_below"].tolist()[4] == 0


def test_phrases_between_a_stretch_and_the_core_are_counted() -> None:
    page = "\n".join([ARTICLE, ARTICLE, "Related articles", BOX])
    lines = looked_at(page, [0.9, 0.9, 0.0, 0.9])
    columns = stretch_columns(lines, find_stretches(lines), RARITY)
    assert columns["related_above"].tolist() == [-1, -1, 1]
    assert columns["related_between_share"].tolist()[2] == 1
