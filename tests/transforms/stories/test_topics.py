"""Topics: reports on one event in other words are found, whatever else looks alike is not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_stories import FERRY, FERRY_FARES, FERRY_RETOLD

from dateline.transforms.stories.candidates import pairs_of
from dateline.transforms.stories.topics import (
    Marks,
    are_of_own_words,
    find_likely,
    find_topic_candidates,
    keys_of,
    mark,
    marks_of,
)

FORECAST = (
    "In {0} it will be sunny with temperatures between {1} and {2} degrees during the day. In "
    "Skarvik it will be foggy at first with temperatures between {2} and {3} degrees, and in "
    "Nordholm gusts from the south reach {3} kilometres an hour on the exposed headlands."
)


def _topics(texts: list[str], days: list[int]) -> list[tuple[int, int]]:
    marks = mark(texts)
    everything = np.arange(len(texts))
    keys = keys_of(marks, everything, np.array(days))
    likely, _ = find_likely(marks, find_topic_candidates(*keys, everything >= 0))
    same = likely.where(are_of_own_words(texts, likely))
    return list(zip(same.first.tolist(), same.second.tolist(), strict=True))


def test_a_report_in_other_words_is_of_the_topic() -> None:
    assert _topics([FERRY, FERRY_RETOLD, FERRY_FARES], [10, 11, 10]) == [(0, 1)]


@pytest.mark.parametrize(
    ("days", "found"),
    [([10, 10], 1), ([11, 10], 1), ([10, 12], 0), ([11, 13], 0), ([-1, -1], 0), ([-1, 10], 0)],
)
def test_days_are_the_same_or_neighbours(days: list[int], found: int) -> None:
    assert len(_topics([FERRY, FERRY_RETOLD], days)) == found


def test_a_template_is_no_topic() -> None:
    forecasts = [FORECAST.format("Lund", 4, 11, 63), FORECAST.format("Vik", 2, 9, 41)]
    likely = pairs_of(np.array([0]), np.array([1]))
    assert not are_of_own_words(forecasts, likely).any()
    assert _topics(forecasts, [10, 11]) == []


def test_words_of_a_language_that_is_not_known_are_no_marks() -> None:
    klingon = " ".join(f"{one}aq{two}ogh" for one in "qwrtpsdfghj" for two in "klzxcvb")
    assert not len(mark([klingon]).marks)
    assert len(mark([FERRY]).marks)


def test_common_words_weigh_less() -> None:
    (common, rare) = (mark([f"the of and to {word}"]).marks for word in ("council", "skarvik"))
    assert len(common) == len(rare) == 1
    assert common[0] & np.uint64(15) < rare[0] & np.uint64(15) == 15
    assert not len(mark(["the of and to in"]).marks)


def test_rows_without_marks_have_none() -> None:
    marks = marks_of([[3, 5], None, [], [7]])
    assert marks.offsets.tolist() == [0, 2, 2, 2, 3]
    assert marks.marks.tolist() == [3, 5, 7]


@given(st.lists(st.sampled_from([FERRY, FERRY_RETOLD, FERRY_FARES, "", "Short."]), max_size=6))
def test_marks_are_of_a_text_alone(texts: list[str]) -> None:
    together = mark(texts)
    for number, text in enumerate(texts):
        alone = mark([text])
        own = together.of(np.array([number]))
        assert own.marks.tolist() == alone.marks.tolist()


def test_pairs_need_marks_that_both_have() -> None:
    marks = Marks(np.array([0, 0, 3]), np.array([31, 47, 63], np.uint64))
    likely, likeness = find_likely(marks, pairs_of(np.array([0]), np.array([1])))
    assert not len(likely)
    assert not len(likeness)
