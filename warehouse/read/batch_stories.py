"""Which stories the articles of a batch tell, together with those of the lake that tell them.

The rows are those that all articles together give. Whether two texts tell one story depends on
these texts and on how many have the same shingles, `transforms.stories` says how; where a batch
changes the latter, the stories concerned are taken apart and found again. So neither the order nor
the size of batches matters. What is looked up of the lake grows with the batch.
"""

from collections.abc import Sequence

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dateline.transforms.stories.candidates import MANY_TEXTS, Pairs, find_candidates
from dateline.transforms.stories.clusters import find_clusters
from dateline.transforms.stories.shingles import Indices
from dateline.warehouse.catalog.snapshots import registered
from dateline.warehouse.lookup.pages import KnownPages
from dateline.warehouse.read.stories import (
    NOTHING_COMPARED,
    Lookup,
    Origins,
    Texts,
    Told,
    flattened,
    sketch_sizes,
    told_of,
)
from dateline.warehouse.read.topics import DAY

# Of the texts of one story that another text may be like, so many are compared with it at a time.
_TEXTS_OF_A_STORY = 4
_NEAR = Origins("near_articles", "near_articles", "sketches")


def articles_with(
    connection: duckdb.DuckDBPyConnection, brought: Origins, known: KnownPages
) -> "Articles":
    """The articles of a batch and those of the lake.

    Args:
        connection: The lake's connection.
        brought: The batch's own rows.
        known: The pages that the lake had before the batch.
    """
    own = connection.execute(
        "SELECT a.document_id, a.text_id, a.source_organization, a.publisher, a.date_published, "
        f"d.fetched_at, d.url, a.article_body, {DAY} AS day, s.hashes, s.marks "
        f"FROM {brought.articles} AS a JOIN {brought.documents} AS d USING (document_id) "
        f"LEFT JOIN {brought.sketches} AS s USING (document_id) "
        "WHERE a.text_id IS NOT NULL ORDER BY document_id"
    ).to_arrow_table()
    return Articles(own, known)


def stories_with(connection: duckdb.DuckDBPyConnection, articles: "Articles") -> Told:
    """The stories that articles of a batch tell, together with those of the lake that tell them.

    Args:
        connection: The lake's connection.
        articles: The articles of the batch and those of the lake.
    """
    known = articles.known
    loose = articles.own.select(["text_id", "hashes"])
    batch = _Batch(connection, articles, loose, ())
    if dissolved := batch.stories_of_risen_hashes():
        members = known.members(dissolved).select(["text_id", "document_id"])
        with registered(connection, dissolved=members):
            told = connection.execute(
                "SELECT text_id, hashes FROM dissolved LEFT JOIN sketches USING (document_id)"
            ).to_arrow_table()
        batch = _Batch(connection, articles, pa.concat_tables([loose, told]), dissolved)
    return batch.told()


class Articles:
    """The articles of a batch and those of the lake, by their texts."""

    def __init__(self, own: pa.Table, known: KnownPages) -> None:
        self.known = known
        self.own = own
        # Sorted by page: of several articles with one text, the least page comes first.
        self._bodies: dict[str, tuple[str, str]] = {}
        for page, text_id, body in zip(
            *(own[name].to_pylist() for name in ("document_id", "text_id", "article_body")),
            strict=True,
        ):
            self._bodies.setdefault(text_id, (page, body))

    def bodies(self, text_ids: Sequence[str]) -> dict[str, str]:
        """The words of texts, as the least page that has each has them."""
        found = self.known.bodies(text_ids)
        for text_id in text_ids:
            own = self._bodies.get(text_id)
            if own is not None and own < found.get(text_id, (chr(0x10FFFF), "")):
                found[text_id] = own
        return {text_id: body for text_id, (_, body) in found.items()}

    def with_texts(self, text_ids: Sequence[str]) -> pa.Table:
        """All articles that have one of the texts."""
        found = self.known.articles(text_ids)
        own = self.own.filter(pc.is_in(self.own["text_id"], pa.array(text_ids, pa.string())))
        return pa.concat_tables([found, own.select(found.column_names).cast(found.schema)])


class _Batch:
    """Articles that are in no story yet, and the stories that they may belong to.

    Args:
        connection: The lake's connection.
        articles: These articles, and those of the lake.
        loose: The texts and sketches of these articles.
        dissolved: The stories that they were in.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        articles: Articles,
        loose: pa.Table,
        dissolved: Sequence[str],
    ) -> None:
        self._connection, self._articles, self._dissolved = connection, articles, dissolved
        known = articles.known
        self._own_ids = list(dict.fromkeys(loose["text_id"].to_pylist()))
        index = {text_id: number for number, text_id in enumerate(self._own_ids)}
        sketched = loose.filter(pc.is_valid(loose["hashes"]))
        own_text, own_hashes = flattened(sketched, index)
        sharers = known.texts_with(np.unique(own_hashes), MANY_TEXTS + len(index))
        # Texts go by an index here, own ones first; `_number` has what they go by among the known.
        numbers = known.numbers(self._own_ids)
        own_numbers = np.array([numbers.get(text_id, -1) for text_id in self._own_ids], np.int64)
        others = np.setdiff1d(sharers.texts, own_numbers)
        self._number = np.concatenate([own_numbers, others])
        order = np.argsort(self._number, kind="stable")
        found = order[np.searchsorted(self._number, sharers.texts, sorter=order)]
        is_rare = ~np.isin(own_hashes, sharers.too_common)
        self._lookup = Lookup(
            np.concatenate([own_text[is_rare], found]),
            np.concatenate([own_hashes[is_rare], sharers.hashes]),
        )
        # For each text, the index of its story; -1 where it has none, or it is not known yet.
        self._story = np.full(len(self._number), -1)
        self._stories: list[str] = []
        self._find_stories(np.arange(len(index)))
        self._is_new = (np.arange(len(self._number)) < len(index)) & (self._story < 0)
        self._candidates = self._find_candidates(sketch_sizes(sketched, index))
        self._risen = self._lookup.texts_of_risen_hashes(self._is_new)
        ends = [self._candidates.first, self._candidates.second]
        self._find_stories(
            np.setdiff1d(np.concatenate([*ends, self._risen]), np.arange(len(index)))
        )

    def _find_candidates(self, own_sizes: Indices) -> Pairs:
        sizes = np.zeros(len(self._number), np.int64)
        sizes[: len(own_sizes)] = own_sizes
        # Texts that share one hash alone are no candidates, whatever the size of their sketches.
        sharing = np.flatnonzero(np.bincount(self._lookup.text, minlength=len(sizes)) > 1)
        sharing = sharing[self._number[sharing] >= 0]
        known_sizes = self._articles.known.sketch_sizes(self._number[sharing])
        sizes[sharing] = np.maximum(sizes[sharing], known_sizes)
        return find_candidates(self._lookup.text, self._lookup.hashes, sizes, self._is_new)

    def _find_stories(self, texts: Indices) -> None:
        """Note the stories that texts are in, but for those that were taken apart."""
        texts = texts[self._number[texts] >= 0]
        index = dict(zip(self._number[texts].tolist(), texts.tolist(), strict=True))
        numbers = {story: number for number, story in enumerate(self._stories)}
        taken_apart = frozenset(self._dissolved)
        for text, story in self._articles.known.stories(self._number[texts]):
            if story not in taken_apart:
                self._story[index[text]] = numbers.setdefault(story, len(numbers))
        self._stories = list(numbers)

    def stories_of_risen_hashes(self) -> tuple[str, ...]:
        """The stories that may not hold any more, or may hold more than they did."""
        stories = np.unique(self._story[self._risen])
        return tuple(self._stories[story] for story in stories[stories >= 0].tolist())

    def told(self) -> Told:
        """The rows of all stories that the articles tell."""
        count = len(self._number)
        # A text that is in a story stands for it.
        node = np.where(self._story >= 0, count + self._story, np.arange(count))
        same = self._same_stories(node)
        clusters = find_clusters(count + len(self._stories), node[same.first], node[same.second])
        touched = np.unique(clusters[node[: len(self._own_ids)]])
        is_touched = np.isin(clusters[count:], touched)
        stories = [self._stories[story] for story in np.flatnonzero(is_touched).tolist()]
        cluster, compared = self._members(stories, clusters[count:][is_touched])
        for number, text_id in enumerate(self._own_ids):
            cluster.setdefault(text_id, int(clusters[node[number]]))
        texts = Texts(list(cluster), self._articles.bodies)
        with registered(self._connection, near_articles=self._articles.with_texts(texts.text_ids)):
            told = told_of(
                self._connection, texts, _NEAR, np.array(list(cluster.values())), compared
            )
        return Told(told.stories, told.members, (*stories, *self._dissolved))

    def _members(
        self, stories: Sequence[str], clusters: Indices
    ) -> tuple[dict[str, int], pa.Table]:
        """The texts of stories with their clusters, and what is known of them and their origins."""
        if not stories:
            return {}, NOTHING_COMPARED
        rows = self._articles.known.members(stories)
        cluster_of = dict(zip(stories, clusters.tolist(), strict=True))
        cluster = {
            text_id: cluster_of[story]
            for text_id, story in zip(
                rows["text_id"].to_pylist(), rows["story_id"].to_pylist(), strict=True
            )
        }
        # A story goes by its origin's text.
        names = ["origin_text_id" if name == "story_id" else name for name in rows.column_names]
        compared = rows.rename_columns(names).select(NOTHING_COMPARED.column_names)
        return cluster, compared.cast(NOTHING_COMPARED.schema)

    def _same_stories(self, node: Indices) -> Pairs:
        """Pairs that tell the same story, enough of them to tell which texts and stories do.

        Once a text is like one text of a story, the story's others need not be compared with it.
        """
        involved, pairs = self._candidates.reindexed()
        pairs = pairs.where(np.argsort(-pairs.shared, kind="stable"))
        texts, node = Texts(self._text_ids(involved), self._articles.bodies), node[involved]

        found, key = [pairs.where(np.empty(0, np.int64))], ends_of(pairs, node)
        while len(pairs):
            now = rank_in_group(key) < _TEXTS_OF_A_STORY
            same = texts.same_stories(pairs.where(now))
            found.append(same)
            left = ~now & ~np.isin(key, ends_of(same, node))
            pairs, key = pairs.where(left), key[left]
        return Pairs(
            involved[np.concatenate([part.first for part in found])],
            involved[np.concatenate([part.second for part in found])],
            np.concatenate([part.shared for part in found]),
        )

    def _text_ids(self, texts: Indices) -> list[str]:
        """What identifies texts, own ones first."""
        own_count = np.searchsorted(texts, len(self._own_ids))
        own = [self._own_ids[text] for text in texts[:own_count].tolist()]
        return own + self._articles.known.text_ids(self._number[texts[own_count:]])


def ends_of(pairs: Pairs, node: Indices) -> Indices:
    """One number for each pair, the same where two texts or stories are the same."""
    one, other = node[pairs.first], node[pairs.second]
    return np.minimum(one, other) << 32 | np.maximum(one, other)


def rank_in_group(key: Indices) -> Indices:
    """For each value, how often it stood there before."""
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    begins = np.searchsorted(ordered, ordered, side="left")
    rank = np.empty(len(key), np.int64)
    rank[order] = np.arange(len(key)) - begins
    return rank
