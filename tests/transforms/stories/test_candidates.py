import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.stories.candidates import (
    FEW_TEXTS,
    LEAST_SHARED,
    LEAST_SHARED_SHARE,
    MANY_SHARED,
    MANY_TEXTS,
    find_candidates,
)


def pairs(sketches: list[set[int]], new: set[int] | None = None) -> list[tuple[int, int]]:
    text = [number for number, hashes in enumerate(sketches) for _ in hashes]
    hashes = [value for hashes in sketches for value in hashes]
    is_new = np.array([new is None or number in new for number in range(len(sketches))], bool)
    found = find_candidates(
        np.array(text, np.int64),
        np.array(hashes, np.uint64),
        np.array([len(hashes) for hashes in sketches], np.int64),
        is_new,
    )
    return list(zip(found.first.tolist(), found.second.tolist(), strict=True))


def all_pairs(count: int) -> int:
    return count * (count - 1) // 2


def test_two_hashes_in_common_make_a_candidate() -> None:
    assert pairs([{1, 2, 3}, {2, 3, 4}, {3, 4, 9}]) == [(0, 1), (1, 2)]
    assert pairs([{1, 2, 3}, {2, 3, 4}, {3, 4, 9}], new={0}) == [(0, 1)]
    assert pairs([{1, 2}, {2, 3}]) == pairs([]) == pairs([set(), set()]) == []


def test_of_long_sketches_more_has_to_be_in_common() -> None:
    long, other = set(range(100)), set(range(100, 200))
    assert pairs([long, other | set(range(5))]) == []
    assert pairs([long, other | set(range(6))]) == [(0, 1)]


def test_of_hashes_that_many_texts_have_more_have_to_be_in_common() -> None:
    few = [{*range(LEAST_SHARED), 100 + number} for number in range(FEW_TEXTS)]
    assert len(pairs(few)) == all_pairs(FEW_TEXTS)
    assert pairs([*few, {*range(LEAST_SHARED)}]) == []
    many = [{*range(MANY_SHARED), 100 + number} for number in range(FEW_TEXTS + 1)]
    assert len(pairs([*many, {1}])) == all_pairs(FEW_TEXTS + 1)
    assert pairs([{*sketch} - {0} for sketch in many]) == []


def test_a_hash_of_a_template_tells_nothing() -> None:
    shared = set(range(MANY_SHARED))
    sketches = [{*shared, 100 + number} for number in range(MANY_TEXTS + 1)]
    assert len(pairs(sketches[1:], new={0})) == MANY_TEXTS - 1
    assert pairs(sketches, new={0}) == []


@given(st.lists(st.sets(st.integers(0, 12)), max_size=8), st.sets(st.integers(0, 7)))
def test_candidates_are_what_comparing_all_pairs_gives(
    sketches: list[set[int]], new: set[int]
) -> None:
    expected = [
        (one, other)
        for other in range(len(sketches))
        for one in range(other)
        if {one, other} & new
        and len(sketches[one] & sketches[other])
        >= max(LEAST_SHARED, LEAST_SHARED_SHARE * min(len(sketches[one]), len(sketches[other])))
    ]
    assert pairs(sketches, new) == sorted(expected)
