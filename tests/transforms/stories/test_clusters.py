from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.stories.clusters import find_clusters

NODES = 12
LINKS = st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)), max_size=20)


def clusters(count: int, links: list[tuple[int, int]]) -> list[int]:
    first, second = (np.array([link[end] for link in links], np.int64) for end in (0, 1))
    return list(map(int, find_clusters(count, first, second)))


def test_what_is_linked_through_others_is_one_cluster() -> None:
    assert clusters(6, [(4, 5), (1, 2), (2, 5)]) == [0, 1, 1, 3, 1, 1]
    assert clusters(3, []) == [0, 1, 2]
    chain = [(number, number + 1) for number in range(999)]
    assert clusters(1000, chain[::-1]) == [0] * 1000


@given(LINKS, st.randoms(use_true_random=False))
def test_clusters_are_those_that_merging_links_one_by_one_gives(
    links: list[tuple[int, int]], random: Random
) -> None:
    expected = list(range(NODES))
    for one, other in links:
        old, new = sorted((expected[one], expected[other]), reverse=True)
        expected = [new if cluster == old else cluster for cluster in expected]
    assert clusters(NODES, links) == expected
    random.shuffle(links)
    assert clusters(NODES, links) == expected
