"""How well and how fast stories are found: `python -m benchmarks.stories [--articles N]`.

On a made corpus with known truth (`benchmarks.story_corpus`), beside rensa and datasketch where
they are installed (the extra `bench`). All form clusters from the pairs that they take for the
same; the others' threshold is the lowest one at which 98 of 100 pairs inside clusters are right.
Seconds are of CPU time, from texts to pairs.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt

from benchmarks.story_corpus.copies import HEAVY, LIGHT
from benchmarks.story_corpus.corpus import MadeArticle, make
from dateline.transforms.stories.candidates import find_candidates
from dateline.transforms.stories.clusters import find_clusters
from dateline.transforms.stories.comparison import find_same_stories
from dateline.transforms.stories.shingles import Indices, shingle
from dateline.transforms.stories.sketches import sketch

_PRECISION = 0.98
_PERMUTATIONS = 128
_BANDS = 64
_SHINGLE = 3

# Pairs of texts, the lower index first, with how alike a tool takes them to be.
Found = tuple[Indices, Indices, npt.NDArray[np.float64]]


def found_by_dateline(texts: Sequence[str]) -> Found:
    """What Dateline takes for the same story; there is no threshold to choose."""
    shingles = shingle(texts)
    offsets, hashes = sketch(shingles)
    text = np.repeat(np.arange(len(texts)), np.diff(offsets))
    candidates = find_candidates(text, hashes, np.diff(offsets), np.ones(len(texts), bool))
    same = find_same_stories(texts, shingles, candidates)
    return same.pairs.first, same.pairs.second, np.ones(len(same.pairs))


def _token_shingles(text: str) -> list[str]:
    words = text.lower().split()
    return [" ".join(words[n : n + _SHINGLE]) for n in range(max(1, len(words) - _SHINGLE + 1))]


def found_by_rensa(texts: Sequence[str]) -> Found:
    """Candidates of rensa's LSH, by the resemblance that its sketches estimate."""
    import rensa

    sketches = []
    for text in texts:
        made = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=42)
        made.update(_token_shingles(text))
        sketches.append(made)
    index = rensa.RMinHashLSH(threshold=0.3, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    index.insert_many(sketches)
    pairs = [
        (one, other, sketches[one].jaccard(sketches[other]))
        for other, found in enumerate(index.query_all(sketches))
        for one in found
        if one < other
    ]
    return _as_found(pairs)


def found_by_datasketch(texts: Sequence[str]) -> Found:
    """The same of datasketch."""
    import datasketch

    index = datasketch.MinHashLSH(num_perm=_PERMUTATIONS, params=(_BANDS, _PERMUTATIONS // _BANDS))
    sketches: list[datasketch.MinHash] = []
    pairs: list[tuple[int, int, float]] = []
    for other, text in enumerate(texts):
        made = datasketch.MinHash(num_perm=_PERMUTATIONS)
        made.update_batch([token.encode() for token in set(_token_shingles(text))])
        pairs += [(one, other, sketches[one].jaccard(made)) for one in index.query(made)]
        index.insert(other, made)
        sketches.append(made)
    return _as_found(pairs)


def _as_found(pairs: Sequence[tuple[int, int, float]]) -> Found:
    first, second, alike = zip(*pairs, strict=True) if pairs else ((), (), ())
    return np.array(first, np.int64), np.array(second, np.int64), np.array(alike, np.float64)


TOOLS: Mapping[str, Callable[[Sequence[str]], Found]] = {
    "dateline": found_by_dateline,
    "rensa": found_by_rensa,
    "datasketch": found_by_datasketch,
}


def precision(clusters: Indices, stories: Indices) -> float:
    """Of the pairs of articles in one cluster, the share that tells the same story."""

    def pair_count(groups: npt.NDArray[np.int64]) -> int:
        sizes = np.unique(groups, axis=-1, return_counts=True)[1]
        return int((sizes * (sizes - 1) // 2).sum())

    return pair_count(np.stack([clusters, stories])) / max(1, pair_count(clusters))


def recall(clusters: Indices, articles: Sequence[MadeArticle]) -> Iterator[tuple[str, int, int]]:
    """For each kind of copy, how many there are, and how many are in their origin's cluster."""
    origins = {
        article.story: cluster
        for article, cluster in zip(articles, clusters.tolist(), strict=True)
        if article.kind == "origin"
    }
    for kind in (*LIGHT, *HEAVY):
        hits = [
            origins[article.story] == cluster
            for article, cluster in zip(articles, clusters.tolist(), strict=True)
            if article.kind == kind
        ]
        yield kind, len(hits), sum(hits)


def chosen_clusters(found: Found, stories: Indices) -> Indices:
    """The clusters at the lowest threshold whose precision is high enough."""
    first, second, alike = found
    for threshold in np.arange(0, 1, 0.02):
        kept = alike >= threshold
        clusters = find_clusters(len(stories), first[kept], second[kept])
        if precision(clusters, stories) >= _PRECISION:
            return clusters
    return np.arange(len(stories))


def main() -> None:
    """Measure each tool that is installed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=2)
    options = parser.parse_args()
    articles = make(options.seed, options.articles)
    stories = np.array([article.story for article in articles])
    texts = [article.text for article in articles]
    print(f"stories: {len(articles):,} made articles, {len(set(stories.tolist())):,} stories")
    print(f"{'':<12}{'articles/s':>12}{'precision':>11}{'light':>8}{'heavy':>8}  by kind of copy")
    for name, tool in TOOLS.items():
        if name != "dateline" and find_spec(name) is None:
            print(f"{name:<12}{'not installed':>14}")
            continue
        start = time.process_time()
        found = tool(texts)
        speed = len(texts) / (time.process_time() - start)
        clusters = chosen_clusters(found, stories)
        counts = {kind: (hits, count) for kind, count, hits in recall(clusters, articles)}
        light, heavy = (
            sum(counts[kind][0] for kind in kinds) / sum(counts[kind][1] for kind in kinds)
            for kinds in (LIGHT, HEAVY)
        )
        kinds = ", ".join(f"{kind} {hits / count:.3f}" for kind, (hits, count) in counts.items())
        print(
            f"{name:<12}{speed:>12,.0f}{precision(clusters, stories):>11.4f}"
            f"{light:>8.3f}{heavy:>8.3f}  {kinds}"
        )


if __name__ == "__main__":
    main()
