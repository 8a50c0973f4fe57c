"""Which stories are about one event, found in all of them.

`warehouse.read.batch_topics` finds the same for a batch and its like, and gives the same rows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dateline.transforms.stories.candidates import Pairs
from dateline.transforms.stories.clusters import find_clusters
from dateline.transforms.stories.shingles import Indices
from dateline.transforms.stories.topics import (
    Marks,
    are_of_own_words,
    day_number,
    find_likely,
    find_topic_candidates,
    keys_of,
    marks_of,
)

# Gives the words of texts by their indices.
WordsOf = Callable[[Indices], Sequence[str]]
# The day of an article `a` and its document `d`, by which its role in a story goes, too.
DAY = "coalesce(a.date_published, d.fetched_at::DATE)"


def all_topics(
    connection: duckdb.DuckDBPyConnection,
    *,
    articles: str,
    documents: str,
    sketches: str,
    stories: pa.Table,
    story_of: Mapping[str, str],
    words_of: Callable[[Sequence[str]], WordsOf],
) -> pa.Table:
    """The rows of all stories with their topics.

    Args:
        connection: Where the tables are.
        articles: What FROM takes for the articles.
        documents: The same for their documents.
        sketches: The same for their sketches.
        stories: The rows of the stories.
        story_of: The story that each text tells.
        words_of: Gives for texts what gives their words.
    """
    rows = connection.execute(
        f"SELECT a.text_id, {DAY} AS day, s.marks FROM {sketches} AS s "
        f"JOIN {articles} AS a USING (document_id) JOIN {documents} AS d USING (document_id) "
        "WHERE a.text_id IS NOT NULL AND len(s.marks) > 0"
    ).to_arrow_table()
    text_ids, text, marks, days = reports_in(rows)
    candidates = find_topic_candidates(*keys_of(marks, text, days), np.ones(len(text_ids), bool))
    likely, _ = find_likely(marks, candidates)
    same = in_own_words(words_of(text_ids), likely)
    ids = stories["story_id"].to_pylist()
    number = {story_id: node for node, story_id in enumerate(ids)}
    story = np.array([number[story_of[text_id]] for text_id in text_ids], np.int64)
    clusters = find_clusters(len(ids), story[same.first], story[same.second])
    together = np.isin(clusters, np.flatnonzero(np.bincount(clusters, minlength=1) > 1))
    named = {ids[story] for story in np.flatnonzero(together).tolist()}
    told = connection.execute(
        f"SELECT a.text_id, {DAY} AS day FROM {articles} AS a JOIN {documents} AS d "
        "USING (document_id) WHERE a.text_id IS NOT NULL"
    ).fetchall()
    return with_topics(stories, clusters, earliest(row for row in told if row[0] in named))


def reports_in(rows: pa.Table) -> tuple[list[str], Indices, Marks, Indices]:
    """The texts of articles with the index of each article's, their marks, and the days.

    Args:
        rows: The `text_id`, the `day` and the `marks` of articles that have some.
    """
    names, every_marks = rows["text_id"].to_pylist(), rows["marks"].to_pylist()
    # Articles of one text have the same marks.
    by_text = dict(zip(names, every_marks, strict=True))
    index = {text_id: number for number, text_id in enumerate(by_text)}
    text = np.array([index[text_id] for text_id in names], np.int64)
    days = np.array([day_number(day) for day in rows["day"].to_pylist()], np.int64)
    return list(by_text), text, marks_of(list(by_text.values())), days


def in_own_words(words: WordsOf, pairs: Pairs) -> Pairs:
    """Those of likely pairs whose texts have few passages in common."""
    involved, again = pairs.reindexed()
    return pairs.where(are_of_own_words(words(involved), again))


def earliest(told: Iterable[tuple[str, date | None]]) -> dict[str, date]:
    """The earliest day of each text."""
    found: dict[str, date] = {}
    for text_id, day in told:
        if day is not None:
            found[text_id] = min(day, found.get(text_id, day))
    return found


def with_topics(
    stories: pa.Table, clusters: npt.NDArray[np.int64], days: Mapping[str, date]
) -> pa.Table:
    """Rows of stories with the topics that clusters of them are, named after the earliest.

    Args:
        stories: The stories, all of each cluster among them.
        clusters: The cluster of each.
        days: The day of each story's text, where it is known.
    """
    ids = stories["story_id"].to_pylist()
    first: dict[int, tuple[date, str]] = {}
    for cluster, story_id in zip(clusters.tolist(), ids, strict=True):
        rank = (days.get(story_id, date.max), story_id)
        first[cluster] = min(rank, first.get(cluster, rank))
    names = [first[cluster][1] for cluster in clusters.tolist()]
    column = stories.column_names.index("topic_id")
    return stories.set_column(column, stories.field(column), pa.array(names, pa.string()))
