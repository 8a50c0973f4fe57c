"""Stories as clusters: what is linked, directly or through others, is one."""

import numpy as np

from dateline.transforms.stories.shingles import Indices


def find_clusters(count: int, first: Indices, second: Indices) -> Indices:
    """The cluster of each of `count` nodes: the least node that it is linked with.

    Args:
        count: How many nodes there are.
        first: For each link, the node at one end.
        second: The node at the other end.
    """
    cluster = np.arange(count)
    while True:
        before = cluster.copy()
        least = np.minimum(cluster[first], cluster[second])
        # A node's cluster is a node of it, so that what is found for one holds for both.
        for ends in (cluster[first], cluster[second], first, second):
            np.minimum.at(cluster, ends, least)
        cluster = cluster[cluster]
        if np.array_equal(cluster, before):
            return cluster
