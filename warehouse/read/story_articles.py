"""A story with the articles that tell it, and what differs between two of their texts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dateline.transforms.schema.closed_sets import StoryRole
from dateline.transforms.schema.stories import Story, StoryChange, StoryMember
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.name_tables import has_name_tables
from dateline.warehouse.catalog.own_queries import look_up
from dateline.warehouse.catalog.page_rows import rows_by_key, rows_of_page, text_of_page
from dateline.warehouse.catalog.parameters import placeholders


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


_TELLING_PAGES = """
    SELECT document_id, source_id, url, headline, outlet, date_published
    FROM {pages} WHERE has_article AND document_id IN ({ids})
    ORDER BY day NULLS LAST, fetched_at NULLS LAST, document_id
"""
# As `name_tables` has them.
_PAGES_IN_LAKE = """(
    SELECT document_id, source_id, url, fetched_at, headline, coalesce(publisher, {host}) AS outlet,
        date_published_text AS date_published, a.date_published AS day, true AS has_article
    FROM documents JOIN articles AS a USING (document_id) LEFT JOIN fingerprints USING (document_id)
)"""


def story_by_id(lake: Lake, story_id: str) -> Story | None:
    """A story by its identity; None where there is none."""
    return next(iter(rows_by_key(lake, Story, "story_id", story_id)), None)


def telling_articles(lake: Lake, story_id: str) -> Sequence[TellingArticle]:
    """The articles that tell a story, its origin first, then by day."""
    members = {it.document_id: it for it in rows_by_key(lake, StoryMember, "story_id", story_id)}
    if not members:
        return ()
    changes = rows_by_key(lake, StoryChange, "story_id", story_id)
    compared = {it.document_id: it.compared_document_id for it in changes}
    counts = Counter(it.document_id for it in changes)
    pages = "memory.by_name.pages"
    if not has_name_tables(lake):
        pages = _PAGES_IN_LAKE.format(host=lake.column("fingerprints", "host"))
    query = _TELLING_PAGES.format(pages=pages, ids=placeholders(list(members)))
    told = [
        _telling(row, members[row[0]], compared.get(row[0]), counts[row[0]])
        for row in look_up(lake, query, list(members))
    ]
    return sorted(told, key=lambda it: it.role != StoryRole.ORIGIN)


def text_changes(lake: Lake, document_id: str, compared_document_id: str) -> Sequence[TextChange]:
    """What differs between an article and the one that it is compared with."""
    changes = rows_of_page(lake, StoryChange, document_id, order=["change_number"])
    text, other_text = text_of_page(lake, document_id), text_of_page(lake, compared_document_id)
    return [
        TextChange(
            it.change_number,
            it.unit,
            it.change,
            _between(text, it.start, it.end),
            _between(other_text, it.other_start, it.other_end),
        )
        for it in changes
    ]


def part_in_story(lake: Lake, document_id: str) -> PartInStory | None:
    """The part of an article in its story; None where it has none."""
    for member in rows_of_page(lake, StoryMember, document_id):
        story = story_by_id(lake, member.story_id)
        count = None if story is None else story.article_count
        return PartInStory(member.story_id, member.role, count, member.earlier_version_id)
    return None


def _telling(
    row: tuple[Any, ...], member: StoryMember, compared: str | None, change_count: int
) -> TellingArticle:
    document_id, source_id, url, headline, outlet, date_published = row
    return TellingArticle(
        document_id=document_id,
        source_id=source_id,
        url=url,
        headline=headline,
        outlet=outlet,
        date_published=date_published,
        role=member.role,
        similarity=member.similarity,
        containment=member.containment,
        origin_containment=member.origin_containment,
        agency=member.agency,
        earlier_version_id=member.earlier_version_id,
        compared_document_id=compared,
        change_count=change_count,
    )


def _between(text: str | None, start: int | None, end: int | None) -> str | None:
    return None if text is None or start is None else text[start:end]
