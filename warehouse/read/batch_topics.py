"""Which stories are about the events of a batch, together with those of the lake that are.

The rows are those that all stories together give. Whether two texts report one event depends on
them and on how many have the same rare words in the same days; where a batch changes the latter,
the topics concerned are taken apart and found again. What is looked up of the lake grows with the
batch.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from enum import Enum, auto

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dateline.transforms.stories.candidates import Pairs
from dateline.transforms.stories.clusters import find_clusters
from dateline.transforms.stories.shingles import Indices
from dateline.transforms.stories.topics import (
    MOST_TEXTS_OF_A_KEY,
    Marks,
    find_likely,
    find_topic_candidates,
    keys_of,
)
from dateline.warehouse.read.batch_stories import Articles, ends_of, rank_in_group
from dateline.warehouse.read.stories import Lookup, Texts, Told
from dateline.warehouse.read.topics import earliest, in_own_words, reports_in, with_topics

# Of the texts of one topic that another text may be like, so many are compared with it at a time.
_TEXTS_OF_A_TOPIC = 4
_STORY_AND_TOPIC = ("story_id", "topic_id")


class _Kind(Enum):
    """What a node stands for: one story, or all of a topic's that the batch has not touched."""

    STORY = auto()
    TOPIC = auto()


_Node = tuple[_Kind, str]
_Link = tuple[_Node, _Node]


def topics_with(articles: Articles, told: Told) -> tuple[pa.Table, pa.Table]:
    """The stories of a batch and of its topics, as they were and as they are now.

    Args:
        articles: The articles of the batch and those of the lake.
        told: The stories of the batch.
    """
    own = articles.own.filter(pc.greater(pc.list_value_length(articles.own["marks"]), 0))
    loose = own.select(["text_id", "day", "marks"])
    stories = _Stories(articles, told)
    reports = _Reports(articles, loose)
    if apart := stories.split_topics() | stories.topics_of(reports.risen()):
        stories.take_apart(apart)
        more = articles.known.reports(stories.texts_taken_apart())
        reports = _Reports(articles, pa.concat_tables([loose, more.cast(loose.schema)]))
    return stories.linked(reports)


class _Reports:
    """Texts whose topics are looked for, and those of the lake with the same rare words.

    Texts go by an index, those that are looked for first.

    Args:
        articles: The articles of the batch and those of the lake.
        loose: The texts that are looked for, with the days and marks of their articles.
    """

    def __init__(self, articles: Articles, loose: pa.Table) -> None:
        self._articles, known = articles, articles.known
        self._own_ids, text, self._own_marks, days = reports_in(loose)
        own_count = len(self._own_ids)
        of_text, keys = keys_of(self._own_marks, text, days)
        sharers = known.texts_with_keys(np.unique(keys), MOST_TEXTS_OF_A_KEY + own_count)
        numbers = known.numbers(self._own_ids)
        own_numbers = np.array([numbers.get(text_id, -1) for text_id in self._own_ids], np.int64)
        self._number = np.concatenate([own_numbers, np.setdiff1d(sharers.texts, own_numbers)])
        order = np.argsort(self._number, kind="stable")
        found = order[np.searchsorted(self._number, sharers.texts, sorter=order)]
        is_rare = ~np.isin(keys, sharers.too_common)
        self._lookup = Lookup(
            np.concatenate([of_text[is_rare], found]),
            np.concatenate([keys[is_rare], sharers.hashes]),
        )
        self._before = dict(zip(*np.unique(sharers.hashes, return_counts=True), strict=True))
        self._is_loose = np.arange(len(self._number)) < own_count

    def risen(self) -> list[list[str]]:
        """For each key that has become common, the texts of the lake that have it."""
        keys, counts = np.unique(self._lookup.hashes, return_counts=True)
        common = keys[counts > MOST_TEXTS_OF_A_KEY].tolist()
        risen = [key for key in common if self._before.get(key, 0) <= MOST_TEXTS_OF_A_KEY]
        texts = (self._lookup.text[self._lookup.hashes == key] for key in risen)
        return [self.text_ids(one[self._number[one] >= 0]) for one in texts]

    def text_ids(self, texts: Indices) -> list[str]:
        """What identifies texts, which are sorted."""
        own_count = np.searchsorted(texts, len(self._own_ids))
        own = [self._own_ids[text] for text in texts[:own_count].tolist()]
        return own + self._articles.known.text_ids(self._number[texts[own_count:]])

    def likely(self) -> tuple[list[str], Pairs]:
        """The texts of pairs that are alike by their marks, and these pairs, the likest first."""
        candidates = find_topic_candidates(self._lookup.text, self._lookup.hashes, self._is_loose)
        involved, pairs = candidates.reindexed()
        own_count = np.searchsorted(involved, len(self._own_ids))
        own = self._own_marks.of(involved[:own_count])
        others = self._articles.known.marks(self._number[involved[own_count:]])
        marks = Marks(
            np.concatenate([own.offsets, own.offsets[-1] + others.offsets[1:]]),
            np.concatenate([own.marks, others.marks]),
        )
        pairs, likeness = find_likely(marks, pairs)
        again, pairs = pairs.where(np.argsort(-likeness, kind="stable")).reindexed()
        return self.text_ids(involved[again]), pairs


class _Stories:
    """The stories of a batch, and those of their topics.

    Args:
        articles: The articles of the batch and those of the lake.
        told: The stories of the batch.
    """

    def __init__(self, articles: Articles, told: Told) -> None:
        self._articles, self._known, self._told = articles, articles.known, told
        self._old = self._known.story_rows(told.replaced)
        self._topics = _pairs(self._old, *_STORY_AND_TOPIC)
        members = self._known.members(told.replaced)
        own = articles.own
        text_of = _pairs(own, "document_id", "text_id") | _pairs(members, "document_id", "text_id")
        now = _pairs(told.members, "document_id", "story_id")
        self._story_of = {text_of[page]: story for page, story in now.items()}
        # The stories that each replaced one went into.
        self._became: dict[str, set[str]] = {}
        for text_id, story in _pairs(members, "text_id", "story_id").items():
            self._became.setdefault(story, set()).add(self._story_of[text_id])
        self._apart: frozenset[str] = frozenset()

    def split_topics(self) -> set[str]:
        """The topics of stories that are several now."""
        return {self._topics[old] for old, now in self._became.items() if len(now) > 1}

    def topics_of(self, texts_of_keys: Collection[Collection[str]]) -> set[str]:
        """The topics that several texts of the lake with the same key are about."""
        every = sorted({text for texts in texts_of_keys for text in texts})
        told = self._known.told(every)
        found = set[str]()
        for texts in texts_of_keys:
            counts = Counter(told[text][1] for text in texts if text in told)
            found |= {topic for topic, count in counts.items() if count > 1}
        return found

    def take_apart(self, topics: Collection[str]) -> None:
        """Let the stories of topics be loose."""
        self._apart = frozenset(topics)

    def texts_taken_apart(self) -> list[str]:
        """The texts of the stories that are loose."""
        stories = self._known.stories_of_topics(self._apart)["story_id"].to_pylist()
        return sorted(set(self._known.members(stories)["text_id"].to_pylist()))

    def linked(self, reports: _Reports) -> tuple[pa.Table, pa.Table]:
        """The stories as they were and as they are, once texts that report one event are linked."""
        links = [*self._kept(), *self._found(reports)]
        topics = {name for link in links for kind, name in link if kind is _Kind.TOPIC}
        known = self._known.stories_of_topics(topics | self._apart)
        others = known.filter(pc.invert(_among(known["story_id"], self._told.replaced)))
        nodes = [(_Kind.STORY, story) for story in self._told.stories["story_id"].to_pylist()]
        nodes += (
            self._node(story, topic) for story, topic in _pairs(others, *_STORY_AND_TOPIC).items()
        )
        number = {node: index for index, node in enumerate(dict.fromkeys(nodes))}
        for link in links:
            for node in link:
                number.setdefault(node, len(number))
        ends = [np.array([number[link[end]] for link in links], np.int64) for end in (0, 1)]
        cluster = find_clusters(len(number), *ends)[[number[node] for node in nodes]]
        old = pa.concat_tables([self._old, others])
        now = pa.concat_tables([self._told.stories, others.cast(self._told.stories.schema)])
        return old, with_topics(now, cluster, self._days(now, cluster))

    def _node(self, story: str, topic: str) -> _Node:
        """What stands for a story of the lake that the batch has not touched."""
        return (_Kind.STORY, story) if topic in self._apart else (_Kind.TOPIC, topic)

    def _kept(self) -> Iterator[_Link]:
        """The links of stories with the topics that they had."""
        for old, now in self._became.items():
            topic = self._topics[old]
            if topic not in self._apart:
                yield from (((_Kind.TOPIC, topic), (_Kind.STORY, story)) for story in now)

    def _found(self, reports: _Reports) -> list[_Link]:
        """Links between texts that report one event, enough of them to tell which stories do.

        Once a text is like one text of a topic, the topic's others need not be compared with it.
        """
        text_ids, pairs = reports.likely()
        nodes = self._nodes_of(text_ids)
        number = {node: index for index, node in enumerate(dict.fromkeys(nodes))}
        node = np.array([number[one] for one in nodes], np.int64)
        pairs = pairs.where(node[pairs.first] != node[pairs.second])
        texts, key = Texts(text_ids, self._articles.bodies), ends_of(pairs, node)
        links: list[_Link] = []
        while len(pairs):
            now = rank_in_group(key) < _TEXTS_OF_A_TOPIC
            same = in_own_words(texts.of, pairs.where(now))
            links += (
                (nodes[one], nodes[other])
                for one, other in zip(same.first.tolist(), same.second.tolist(), strict=True)
            )
            left = ~now & ~np.isin(key, ends_of(same, node))
            pairs, key = pairs.where(left), key[left]
        return links

    def _nodes_of(self, text_ids: Collection[str]) -> list[_Node]:
        told = self._known.told([text for text in text_ids if text not in self._story_of])
        return [
            (_Kind.STORY, self._story_of[text])
            if text in self._story_of
            else self._node(*told[text])
            for text in text_ids
        ]

    def _days(self, stories: pa.Table, cluster: Indices) -> dict[str, date]:
        """The day of each story that is not a topic of its own."""
        several = np.flatnonzero(np.bincount(cluster) > 1)
        wanted = stories["story_id"].filter(pa.array(np.isin(cluster, several)))
        own = self._articles.own
        own = own.filter(_among(own["text_id"], wanted.to_pylist()))
        known = self._known.days(wanted.to_pylist())
        return earliest(
            [*zip(own["text_id"].to_pylist(), own["day"].to_pylist(), strict=True), *known]
        )


def _pairs(rows: pa.Table, one: str, other: str) -> dict[str, str]:
    return dict(zip(rows[one].to_pylist(), rows[other].to_pylist(), strict=True))


def _among(column: pa.ChunkedArray, values: Collection[str]) -> pa.ChunkedArray:
    return pc.is_in(column, pa.array(list(values), pa.string()))
