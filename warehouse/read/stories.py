"""Which stories the articles of a lake tell, and their topics, found in all of them.

`warehouse.read.batch_stories` finds the same for a batch and its like, and gives the same rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dateline.transforms.schema import TABLES
from dateline.transforms.stories.candidates import (
    COMMONNESS_BOUNDS,
    Pairs,
    find_candidates,
    pairs_of,
)
from dateline.transforms.stories.clusters import find_clusters
from dateline.transforms.stories.comparison import compare, find_same_stories
from dateline.transforms.stories.roles import find_roles
from dateline.transforms.stories.shingles import Hashes, Indices, shingle
from dateline.warehouse.catalog.derived_tables import ranked_of, stories_of, story_members_of
from dateline.warehouse.catalog.snapshots import registered
from dateline.warehouse.read.topics import all_topics


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
class Texts:
    """Some texts by index: what identifies them, and their words once they are asked for.

    `read` gives the words of texts by what identifies them; where several articles have one, those
    of the least page.
    """

    text_ids: list[str]
    read: Callable[[Sequence[str]], Mapping[str, str]]
    bodies: dict[int, str] = field(default_factory=dict)

    def of(self, indices: Indices) -> list[str]:
        """Texts."""
        missing = [index for index in indices.tolist() if index not in self.bodies]
        if missing:
            found = self.read([self.text_ids[index] for index in missing])
            self.bodies.update((index, found[self.text_ids[index]]) for index in missing)
        return [self.bodies[index] for index in indices.tolist()]

    def same_stories(self, pairs: Pairs) -> Pairs:
        """Those of the pairs that tell the same story."""
        involved, again = pairs.reindexed()
        texts = self.of(involved)
        same = find_same_stories(texts, shingle(texts), again).pairs
        return Pairs(involved[same.first], involved[same.second], same.shared)


def all_stories(connection: duckdb.DuckDBPyConnection, origins: Origins) -> Told:
    """The stories of all articles, and their topics."""
    sketched = connection.execute(
        f"SELECT a.text_id, hashes FROM {origins.sketches} "
        f"JOIN {origins.articles} AS a USING (document_id) WHERE a.text_id IS NOT NULL"
    ).to_arrow_table()
    known = connection.execute(
        f"SELECT DISTINCT text_id FROM {origins.articles} WHERE text_id IS NOT NULL"
    ).to_arrow_table()

    def read(text_ids: Sequence[str]) -> dict[str, str]:
        with registered(connection, wanted_texts=pa.table({"text_id": text_ids})):
            rows = connection.execute(
                "SELECT text_id, min_by(article_body, document_id) AS body "
                f"FROM {origins.articles} SEMI JOIN wanted_texts USING (text_id) GROUP BY text_id"
            ).fetchall()
        return dict(rows)

    texts = Texts(known["text_id"].to_pylist(), read)
    index = {text_id: number for number, text_id in enumerate(texts.text_ids)}
    lookup = Lookup(*flattened(sketched, index))
    everything = np.ones(len(index), bool)
    sizes = sketch_sizes(sketched, index)
    same = texts.same_stories(find_candidates(lookup.text, lookup.hashes, sizes, everything))
    clusters = find_clusters(len(index), same.first, same.second)
    told = told_of(connection, texts, origins, clusters, NOTHING_COMPARED)
    stories = all_topics(
        connection,
        articles=origins.articles,
        documents=origins.documents,
        sketches=origins.sketches,
        stories=told.stories,
        story_of=_stories_by_text(connection, origins, told.members),
        words_of=lambda text_ids: Texts(list(text_ids), texts.read).of,
    )
    return replace(told, stories=stories)


def _stories_by_text(
    connection: duckdb.DuckDBPyConnection, origins: Origins, members: pa.Table
) -> dict[str, str]:
    """The story that each text tells."""
    with registered(connection, told_members=members):
        rows = connection.execute(
            "SELECT DISTINCT text_id, story_id "
            f"FROM told_members JOIN {origins.articles} USING (document_id)"
        ).fetchall()
    return dict(rows)


def flattened(sketched: pa.Table, index: Mapping[str, int]) -> tuple[Indices, Hashes]:
    """The texts of all hashes of some sketches by index, and the hashes."""
    text = _indices(sketched, index)
    sketches = sketched["hashes"].combine_chunks()
    counts = pc.list_value_length(sketches).to_numpy(zero_copy_only=False).astype(np.int64)
    return np.repeat(text, counts), sketches.flatten().to_numpy().astype(np.uint64)


def sketch_sizes(sketched: pa.Table, index: Mapping[str, int]) -> Indices:
    """For each text, how many hashes its sketch has; 0 where it has none."""
    sizes = np.zeros(len(index), np.int64)
    counts = pc.list_value_length(sketched["hashes"]).to_numpy().astype(np.int64)
    np.maximum.at(sizes, _indices(sketched, index), counts)
    return sizes


def _indices(sketched: pa.Table, index: Mapping[str, int]) -> Indices:
    return np.array([index[text_id] for text_id in sketched["text_id"].to_pylist()], np.int64)


class Lookup:
    """The hashes of some sketches with the texts that have them."""

    def __init__(self, text: Indices, hashes: Hashes) -> None:
        order = np.lexsort((hashes, text))
        is_first = np.ones(len(order), bool)
        is_first[1:] = np.diff(text[order]) != 0
        is_first[1:] |= hashes[order][1:] != hashes[order][:-1]
        # Articles of one text have one sketch.
        self.text, self.hashes = text[order][is_first], hashes[order][is_first]

    def texts_of_risen_hashes(self, is_new: npt.NDArray[np.bool_]) -> Indices:
        """The texts that have a hash which counts otherwise now that there are new texts."""
        _, group = np.unique(self.hashes, return_inverse=True)
        now = np.bincount(group)
        before = np.bincount(group[~is_new[self.text]], minlength=len(now))
        risen = np.zeros(len(now), bool)
        for bound in COMMONNESS_BOUNDS:
            risen |= (before <= bound) & (now > bound)
        return np.unique(self.text[risen[group]])


NOTHING_COMPARED = pa.table(
    {
        "text_id": pa.array([], pa.string()),
        "origin_text_id": pa.array([], pa.string()),
        "role": pa.array([], pa.string()),
        "similarity": pa.array([], pa.float64()),
        "containment": pa.array([], pa.float64()),
        "origin_containment": pa.array([], pa.float64()),
    }
)


_UNCOMPARED = """
    SELECT DISTINCT text_id, origin_text_id FROM ranked
    WHERE text_id <> origin_text_id
    EXCEPT SELECT text_id, origin_text_id FROM compared
"""


def told_of(
    connection: duckdb.DuckDBPyConnection,
    texts: Texts,
    origins: Origins,
    clusters: Indices,
    compared: pa.Table,
) -> Told:
    """The rows of the stories that texts tell.

    Args:
        connection: Where the tables are.
        texts: All texts of these stories.
        origins: The tables that have all of their articles.
        clusters: The cluster of each text.
        compared: What is known already of texts and their origins.
    """
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


def _compared(texts: Texts, wanted: pa.Table) -> pa.Table:
    """What texts are to their origins."""
    if not wanted.num_rows:
        return NOTHING_COMPARED
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
        schema=NOTHING_COMPARED.schema,
    )
