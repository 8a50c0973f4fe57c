"""How well topics are found: `python -m benchmarks.topics [--articles N] [--seed S]`.

The corpus is made, so that it is known which articles report one event
(`benchmarks.story_corpus.topics`). Pairs of articles are counted.
"""

import argparse
import time
from collections import Counter

import numpy as np
import numpy.typing as npt

from benchmarks.story_corpus.topics import Report, make_reports
from dateline.transforms.stories.clusters import find_clusters
from dateline.transforms.stories.topics import (
    are_of_own_words,
    find_likely,
    find_topic_candidates,
    keys_of,
    mark,
)


def find_topics(reports: list[Report]) -> npt.NDArray[np.int64]:
    """The topic of each report, as a number."""
    texts = [report.text for report in reports]
    marks = mark(texts)
    everything = np.arange(len(texts))
    days = np.array([report.day for report in reports])
    candidates = find_topic_candidates(*keys_of(marks, everything, days), everything >= 0)
    likely, _ = find_likely(marks, candidates)
    same = likely.where(are_of_own_words(texts, likely))
    return find_clusters(len(texts), same.first, same.second)


def pair_count(*groups: npt.NDArray[np.int64]) -> int:
    """How many pairs have the same in all of some groupings."""
    sizes = np.unique(np.stack(groups), axis=-1, return_counts=True)[1]
    return int((sizes * (sizes - 1) // 2).sum())


def main() -> None:
    """Measure what is right of what is found, and what of it is found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=2)
    options = parser.parse_args()
    reports = make_reports(options.seed, options.articles)
    start = time.process_time()
    found = find_topics(reports)
    speed = len(reports) / (time.process_time() - start)
    topics = np.array([report.topic for report in reports])
    right = pair_count(found, topics)
    print(f"topics: {len(reports):,} made reports on {len(set(topics.tolist())):,} events")
    print(
        f"precision {right / max(1, pair_count(found)):.4f}, "
        f"recall {right / max(1, pair_count(topics)):.4f}, {speed:,.0f} reports/s"
    )
    together = Counter(found.tolist())
    for kind in sorted({report.kind for report in reports}):
        alone = [
            together[cluster] == 1
            for cluster, report in zip(found.tolist(), reports, strict=True)
            if report.kind == kind
        ]
        print(f"    {kind:<10} {len(alone):>6,} reports, {np.mean(alone):.3f} of them alone")


if __name__ == "__main__":
    main()
