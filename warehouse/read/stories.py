"""Which stories the articles of a lake tell: found in all of them, or for a batch and its like.

Both give the same rows. Whether two texts tell one story depends on these texts and on how many
have the same shingles, `transforms.stories` says how; where a batch changes the latter, the stories
concerned are taken apart and found again. So neither the order nor the size of batches matters.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dateline.transforms.schema import TABLES
from dateline.transforms.stories.candidates import (
    COMMONNESS_BOUNDS,
    MANY_TEXTS,
    Pairs,
    find_candidates,
    pairs_of,
)
from dateline.transforms.stories.clusters import find_clusters
from dateline.transforms.stories.comparison import compare, find_same_stories
from dateline.transforms.stories.roles import find_roles
from dateline.transforms.stories.shingles import Indices, shingle
from dateline.warehouse.catalog.ddl import list_literal
from dateline.warehouse.catalog.derived_tables import ranked_of, stories_of, story_members_of
from dateline.warehouse.catalog.snapshots import in_their_files, registered

# Of the texts of one story that another text may be like, so many are compared with it at a time.
_TEXTS_OF_A_STORY = 4


@dataclass(frozen=True, slots=True)
class Origins:
    """What FROM takes for the tables that stories are made of."""

    articles: str
    documents: str
    sketches: str


@dataclass(frozen=True, slots=True)
class Told:
    """Rows of `stories` and `story_members`, and the stories that they stand for from now on."""

    stories: pa.Table
    members: pa.Table
    replaced: tuple[str, ...] = ()


@dataclass
class _Texts:
    """Some texts by index: what identifies them, and their words once they are asked for."""

    connection: duckdb.DuckDBPyConnection
    articles: str
    text_ids: list[str]
    bodies: dict[int, str] = field(default_factory=dict)

    def of(self, indices: Indices) -> list[str]:
        """Texts; where several articles have one, it is that of the least page."""
        missing = [index for index in indices.tolist() if index not in self.bodies]
        if missing:
            wanted = pa.table({"text_id": [self.text_ids[index] for index in missing]})
            with registered(self.connection, wanted_texts=wanted):
                articles = in_their_files(self.connection, self.articles, "wanted_texts", "text_id")
                rows = self.connection.execute(
                    "SELECT text_id, min_by(article_body, document_id) AS body "
                    f"FROM {articles} SEMI JOIN wanted_texts USING (text_id) GROUP BY text_id"
                ).fetchall()
            found = dict(rows)
            self.bodies.update((index, found[self.text_ids[index]]) for index in missing)
        return [self.bodies[index] for index in indices.tolist()]

    def same_stories(self, pairs: Pairs) -> Pairs:
        """Those of the pairs that tell the same story."""
        involved, again = pairs.reindexed()
        texts = self.of(involved)
        same = find_same_stories(texts, shingle(texts), again).pairs
        return Pairs(involved[same.first], involved[same.second], same.shared)


def all_stories(connection: duckdb.DuckDBPyConnection, origins: Origins) -> Told:
    """The stories of all articles."""
    sketched = connection.execute(
        f"SELECT a.text_id, unnest(hashes) AS hash, len(hashes) AS sketch_size "
        f"FROM {origins.sketches} JOIN {origins.articles} AS a USING (document_id) "
        "WHERE a.text_id IS NOT NULL"
    ).to_arrow_table()
    known = connection.execute(
        f"SELECT DISTINCT text_id FROM {origins.articles} WHERE text_id IS NOT NULL"
    ).to_arrow_table()
    text_ids = known["text_id"].to_pylist()
    texts = _Texts(connection, origins.articles, text_ids)
    lookup = _Lookup(sketched, {text_id: index for index, text_id in enumerate(text_ids)})
    everything = np.ones(len(text_ids), bool)
    same = texts.same_stories(lookup.candidates(everything))
    clusters = find_clusters(len(text_ids), same.first, same.second)
    return _told(texts, origins, clusters, _NOTHING_COMPARED)


class _Lookup:
    """The hashes of some sketches with the texts that have them."""

    def __init__(self, rows: pa.Table, index: dict[str, int]) -> None:
        encoded = rows["text_id"].combine_chunks().dictionary_encode()
        codes = np.array([index[text_id] for text_id in encoded.dictionary.to_pylist()], np.int64)
        text = codes[encoded.indices.to_numpy()] if len(codes) else np.empty(0, np.int64)
        hashes = rows["hash"].to_numpy().astype(np.uint64)
        self.sizes = np.zeros(len(index), np.int64)
        np.maximum.at(self.sizes, text, rows["sketch_size"].to_numpy().astype(np.int64))
        order = np.lexsort((hashes, text))
        is_first = np.ones(len(order), bool)
        is_first[1:] = np.diff(text[order]) != 0
        is_first[1:] |= hashes[order][1:] != hashes[order][:-1]
        # Articles of one text have one sketch.
        self.text, self.hashes = text[order][is_first], hashes[order][is_first]

    def candidates(self, is_new: npt.NDArray[np.bool_]) -> Pairs:
        return find_candidates(self.text, self.hashes, self.sizes, is_new)

    def texts_of_risen_hashes(self, is_new: npt.NDArray[np.bool_]) -> Indices:
        """The texts that have a hash which counts otherwise now that there are new texts."""
        _, group = np.unique(self.hashes, return_inverse=True)
        now = np.bincount(group)
        before = np.bincount(group[~is_new[self.text]], minlength=len(now))
        risen = np.zeros(len(now), bool)
        for bound in COMMONNESS_BOUNDS:
            risen |= (before <= bound) & (now > bound)
        return np.unique(self.text[risen[group]])


_NOTHING_COMPARED = pa.table(
    {
        "text_id": pa.array([], pa.string()),
        "origin_text_id": pa.array([], pa.string()),
        "role": pa.array([], pa.string()),
        "similarity": pa.array([], pa.float64()),
        "containment": pa.array([], pa.float64()),
        "origin_containment": pa.array([], pa.float64()),
    }
)


def stories_with(connection: duckdb.DuckDBPyConnection, brought: Origins, origins: Origins) -> Told:
    """The stories that articles of a batch tell, together with those of the lake that tell them.

    Args:
        connection: The lake's connection.
        brought: The batch's own rows.
        origins: The lake's tables; the batch's rows are among them.
    """
    loose = (
        f"(SELECT a.document_id, a.text_id, s.hashes FROM {brought.articles} AS a "
        f"LEFT JOIN {brought.sketches} AS s USING (document_id) WHERE a.text_id IS NOT NULL)"
    )
    batch = _Batch(connection, origins, loose, ())
    if dissolved := batch.stories_of_risen_hashes():
        documents = connection.execute(
            "SELECT document_id FROM story_members "
            f"WHERE story_id IN (SELECT unnest({list_literal(dissolved)})) "
            f"UNION SELECT document_id FROM {loose}"
        ).to_arrow_table()
        with registered(connection, loose_documents=documents):
            again = (
                f"(SELECT a.document_id, a.text_id, s.hashes FROM {origins.articles} AS a "
                f"LEFT JOIN {origins.sketches} AS s USING (document_id) "
                "SEMI JOIN loose_documents USING (document_id))"
            )
            batch = _Batch(connection, origins, again, dissolved)
    return batch.told(brought)


class _Batch:
    """Articles that are in no story yet, and the stories that they may belong to.

    Args:
        connection: the lake's connection.
        origins: the lake's tables, which have these articles, too.
        loose: what FROM takes for the articles.
        dissolved: the stories that they were in.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        origins: Origins,
        loose: str,
        dissolved: Sequence[str],
    ) -> None:
        self._connection, self._origins, self._dissolved = connection, origins, dissolved
        own = connection.execute(f"SELECT DISTINCT text_id FROM {loose}").to_arrow_table()
        sketched = connection.execute(
            f"""
            SELECT a.text_id, hash, sketch_size
            FROM (SELECT document_id, unnest(hashes) AS hash, len(hashes) AS sketch_size
                FROM {origins.sketches}) AS s
            SEMI JOIN (SELECT unnest(hashes) AS hash FROM {loose}) USING (hash)
            JOIN {origins.articles} AS a USING (document_id)
            WHERE a.text_id IS NOT NULL
            QUALIFY count(DISTINCT a.text_id) OVER (PARTITION BY hash)
                <= {MANY_TEXTS + own.num_rows}
            """
        ).to_arrow_table()
        found = sketched["text_id"].unique().to_pylist()
        text_ids = list(dict.fromkeys([*own["text_id"].to_pylist(), *found]))
        self._texts = _Texts(connection, origins.articles, text_ids)
        index = {text_id: number for number, text_id in enumerate(text_ids)}
        self._lookup = _Lookup(sketched, index)
        self._own_count = own.num_rows
        # For each text, the index of its story; -1 where it has none.
        self._story = np.full(len(text_ids), -1)
        with registered(connection, found_texts=pa.table({"text_id": text_ids})):
            rows = connection.execute(
                "SELECT DISTINCT a.text_id, m.story_id FROM story_members AS m "
                f"JOIN {origins.articles} AS a USING (document_id) "
                "SEMI JOIN found_texts USING (text_id)"
            ).fetchall()
        numbers: dict[str, int] = {}
        taken_apart = frozenset(dissolved)
        for text_id, story_id in rows:
            if story_id not in taken_apart:
                self._story[index[text_id]] = numbers.setdefault(story_id, len(numbers))
        self._stories = list(numbers)

    def stories_of_risen_hashes(self) -> tuple[str, ...]:
        """The stories that may not hold any more, or may hold more than they did."""
        risen = self._lookup.texts_of_risen_hashes(self._story < 0)
        stories = np.unique(self._story[risen])
        return tuple(self._stories[story] for story in stories[stories >= 0].tolist())

    def told(self, brought: Origins) -> Told:
        """The rows of all stories that the articles tell."""
        count = len(self._texts.text_ids)
        # A text that is in a story stands for it.
        node = np.where(self._story >= 0, count + self._story, np.arange(count))
        same = self._same_stories(node)
        clusters = find_clusters(count + len(self._stories), node[same.first], node[same.second])
        is_own = np.arange(count) < self._own_count
        touched = np.isin(clusters, np.unique(clusters[node[is_own]]))
        stories = [self._stories[story] for story in np.flatnonzero(touched[count:]).tolist()]
        if not stories:
            texts, own = self._texts, self._own_count
            owned = _Texts(texts.connection, texts.articles, texts.text_ids[:own], texts.bodies)
            source = self._origins if self._dissolved else brought
            told = _told(owned, source, clusters[:own], _NOTHING_COMPARED)
            return Told(told.stories, told.members, tuple(self._dissolved))
        return self._told_with(stories, clusters, touched)

    def _told_with(
        self,
        stories: Sequence[str],
        clusters: Indices,
        touched: npt.NDArray[np.bool_],
    ) -> Told:
        """The rows where stories of the lake are among them; what was compared before is kept."""
        connection, articles = self._connection, self._origins.articles
        count = len(self._texts.text_ids)
        members = connection.execute(
            "SELECT m.story_id, a.text_id, o.text_id AS origin_text_id, m.role, m.similarity, "
            "m.containment, m.origin_containment "
            f"FROM (FROM story_members WHERE story_id IN (SELECT unnest({list_literal(stories)}))) "
            f"AS m JOIN {articles} AS a USING (document_id) "
            "JOIN stories AS s ON s.story_id = m.story_id "
            f"JOIN {articles} AS o ON o.document_id = s.document_id"
        ).to_arrow_table()
        cluster_of = dict(zip(self._stories, clusters[count:].tolist(), strict=True))
        cluster = {
            text_id: cluster_of[story_id]
            for text_id, story_id in zip(
                members["text_id"].to_pylist(), members["story_id"].to_pylist(), strict=True
            )
        }
        for number in np.flatnonzero(touched[:count]).tolist():
            cluster.setdefault(self._texts.text_ids[number], int(clusters[number]))
        texts = _Texts(connection, articles, list(cluster))
        numbers = {text_id: number for number, text_id in enumerate(self._texts.text_ids)}
        texts.bodies = {
            index: self._texts.bodies[numbers[text_id]]
            for index, text_id in enumerate(cluster)
            if numbers.get(text_id) in self._texts.bodies
        }
        compared = members.select(_NOTHING_COMPARED.column_names).cast(_NOTHING_COMPARED.schema)
        told = _told(texts, self._origins, np.array(list(cluster.values())), compared)
        return Told(told.stories, told.members, (*stories, *self._dissolved))

    def _same_stories(self, node: Indices) -> Pairs:
        """Pairs that tell the same story, enough of them to tell which texts and stories do.

        Once a text is like one text of a story, the story's others need not be compared with it.
        """
        pairs = self._lookup.candidates(self._story < 0)
        pairs = pairs.where(np.argsort(-pairs.shared, kind="stable"))
        ends = np.sort([node[pairs.first], node[pairs.second]], axis=0)
        key = ends[0] * (len(node) + len(self._stories)) + ends[1]
        found = [pairs.where(np.empty(0, np.int64))]
        while len(pairs):
            now = _rank_in_group(key) < _TEXTS_OF_A_STORY
            same = self._texts.same_stories(pairs.where(now))
            found.append(same)
            ends = np.sort([node[same.first], node[same.second]], axis=0)
            told = ends[0] * (len(node) + len(self._stories)) + ends[1]
            left = ~now & ~np.isin(key, told)
            pairs, key = pairs.where(left), key[left]
        return Pairs(
            np.concatenate([part.first for part in found]),
            np.concatenate([part.second for part in found]),
            np.concatenate([part.shared for part in found]),
        )


def _rank_in_group(key: Indices) -> Indices:
    """For each value, how often it stood there before."""
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    begins = np.searchsorted(ordered, ordered, side="left")
    rank = np.empty(len(key), np.int64)
    rank[order] = np.arange(len(key)) - begins
    return rank


_UNCOMPARED = """
    SELECT DISTINCT text_id, origin_text_id FROM ranked
    WHERE text_id <> origin_text_id
    EXCEPT SELECT text_id, origin_text_id FROM compared
"""


def _told(texts: _Texts, origins: Origins, clusters: Indices, compared: pa.Table) -> Told:
    """The rows of the stories that texts tell.

    Args:
        texts: All texts of these stories.
        origins: The tables that have all of their articles.
        clusters: The cluster of each text.
        compared: What is known already of texts and their origins.
    """
    connection = texts.connection
    touched = pa.table({"text_id": pa.array(texts.text_ids, pa.string()), "cluster": clusters})
    with registered(connection, touched=touched):
        ranked = connection.execute(
            ranked_of("touched", origins.articles, origins.documents)
        ).to_arrow_table()
    with registered(connection, ranked=ranked, compared=compared):
        uncompared = connection.execute(_UNCOMPARED).to_arrow_table()
    known = compared.filter(pc.not_equal(compared["text_id"], compared["origin_text_id"]))
    compared = pa.concat_tables([known, _compared(texts, uncompared)])
    with registered(connection, ranked=ranked, compared=_distinct(compared)):
        stories = connection.execute(stories_of("ranked")).to_arrow_table()
        members = connection.execute(story_members_of("ranked", "compared")).to_arrow_table()
    return Told(
        stories.cast(TABLES["stories"].arrow_schema),
        members.cast(TABLES["story_members"].arrow_schema),
    )


def _distinct(compared: pa.Table) -> pa.Table:
    return compared.group_by(compared.column_names).aggregate([])


def _compared(texts: _Texts, wanted: pa.Table) -> pa.Table:
    """What texts are to their origins."""
    if not wanted.num_rows:
        return _NOTHING_COMPARED
    index = {text_id: number for number, text_id in enumerate(texts.text_ids)}
    own, origin = (
        np.array([index[text_id] for text_id in wanted[name].to_pylist()], np.int64)
        for name in ("text_id", "origin_text_id")
    )
    involved, pairs = pairs_of(own, origin).reindexed()
    found = compare(shingle(texts.of(involved)), pairs)
    return pa.table(
        {
            "text_id": wanted["text_id"],
            "origin_text_id": wanted["origin_text_id"],
            "role": pa.array(find_roles(found).tolist(), pa.string()),
            "similarity": found.similarity,
            "containment": found.first_containment,
            "origin_containment": found.second_containment,
        },
        schema=_NOTHING_COMPARED.schema,
    )
