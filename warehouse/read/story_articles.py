"""A story with the articles that tell it, and what differs between two of their texts."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.transforms.schema.stories import Story
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.own_queries import look_up
from dateline.warehouse.read.records import records_of


@dataclass(frozen=True, slots=True)
class TellingArticle:
    """An article that tells a story, and how it relates to the others; `outlet` as in a list.

    `change_count` is how many sentences and quotations differ from `compared_document_id`.
    """

    document_id: str
    source_id: str
    url: str | None
    headline: str | None
    outlet: str | None
    date_published: str | None
    role: str
    similarity: float
    containment: float
    origin_containment: float
    agency: str | None
    earlier_version_id: str | None
    compared_document_id: str | None
    change_count: int


@dataclass(frozen=True, slots=True)
class TextChange:
    """A sentence or quotation in which an article differs, in its words and in those before."""

    change_number: int
    unit: str
    change: str
    text: str | None
    other_text: str | None


@dataclass(frozen=True, slots=True)
class PartInStory:
    """The part of an article in its story."""

    story_id: str
    role: str
    article_count: int | None
    earlier_version_id: str | None


_ARTICLES_OF_STORY = """
    WITH members AS (FROM story_members WHERE story_id = $1),
    changes AS (
        SELECT document_id, any_value(compared_document_id) AS compared_document_id,
            count(*) AS change_count
        FROM story_changes WHERE story_id = $1 GROUP BY document_id
    )
    SELECT m.document_id, d.source_id, d.url, a.headline,
        coalesce(a.publisher, {host}) AS outlet, a.date_published_text AS date_published,
        m.role, m.similarity, m.containment, m.origin_containment, m.agency,
        m.earlier_version_id, c.compared_document_id, coalesce(c.change_count, 0) AS change_count
    FROM members AS m
    JOIN documents AS d USING (document_id) JOIN articles AS a USING (document_id)
    LEFT JOIN fingerprints AS f USING (document_id) LEFT JOIN changes AS c USING (document_id)
    ORDER BY m.role <> 'origin', a.date_published NULLS LAST, d.fetched_at NULLS LAST, m.document_id
"""
_CHANGES = """
    SELECT c.change_number, c.unit, c.change, d.text[c.start + 1 : c."end"] AS text,
        o.text[c.other_start + 1 : c.other_end] AS other_text
    FROM story_changes AS c
    LEFT JOIN (FROM documents WHERE document_id = $1) AS d ON d.document_id = c.document_id
    LEFT JOIN (FROM documents WHERE document_id = $2) AS o
        ON o.document_id = c.compared_document_id
    WHERE c.document_id = $1 ORDER BY c.change_number
"""
_PART = """
    SELECT m.story_id, m.role, s.article_count, m.earlier_version_id
    FROM (FROM story_members WHERE document_id = $1) AS m LEFT JOIN stories AS s USING (story_id)
"""


def story_by_id(lake: Lake, story_id: str) -> Story | None:
    """A story by its identity; None where there is none."""
    rows = look_up(lake, "FROM stories WHERE story_id = $1", [story_id])
    return next(iter(records_of(Story, rows.dicts())), None)


def telling_articles(lake: Lake, story_id: str) -> Sequence[TellingArticle]:
    """The articles that tell a story, its origin first, then by day."""
    query = _ARTICLES_OF_STORY.format(host=lake.column("fingerprints", "host"))
    return [TellingArticle(**row) for row in look_up(lake, query, [story_id]).dicts()]


def text_changes(lake: Lake, document_id: str, compared_document_id: str) -> Sequence[TextChange]:
    """What differs between an article and the one that it is compared with."""
    rows = look_up(lake, _CHANGES, [document_id, compared_document_id])
    return [TextChange(**row) for row in rows.dicts()]


def part_in_story(lake: Lake, document_id: str) -> PartInStory | None:
    """The part of an article in its story; None where it has none."""
    rows = look_up(lake, _PART, [document_id]).dicts()
    return next((PartInStory(**row) for row in rows), None)
