"""One story: the articles that tell it, and in what their texts differ."""

from dataclasses import dataclass
from datetime import date, datetime

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.errors import UsageError
from dateline.warehouse.read.documents import NoSuchDocumentError, document_named

# As in the view `reprint_chain`, which leaves out what one article alone tells.
_ARTICLES_TELLING = """
    SELECT m.document_id, coalesce(a.publisher, f.host) AS outlet, m.role, m.similarity,
        m.containment, m.origin_containment, m.agency, m.earlier_version_id, a.date_published,
        d.fetched_at, a.headline, d.url
    FROM story_members AS m
    JOIN articles AS a USING (document_id)
    JOIN documents AS d USING (document_id)
    LEFT JOIN fingerprints AS f USING (document_id)
    WHERE m.story_id = $1
    ORDER BY m.role <> 'origin', coalesce(a.date_published, d.fetched_at::DATE), d.fetched_at,
        m.document_id
    LIMIT $2 OFFSET $3
"""
_DIFFERING = """
    SELECT c.document_id, c.compared_document_id, c.unit, c.change, c.start, c."end",
        substring(d.text, c.start + 1, c."end" - c.start) AS text, c.other_start, c.other_end,
        substring(o.text, c.other_start + 1, c.other_end - c.other_start) AS other_text
    FROM story_changes AS c
    JOIN documents AS d ON d.document_id = c.document_id
    JOIN documents AS o ON o.document_id = c.compared_document_id
    WHERE c.story_id = $1
    ORDER BY c.document_id, c.change_number
    LIMIT $2 OFFSET $3
"""


class NoSuchStoryError(UsageError):
    """No story has the name, and no page that tells one."""


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """One article of a story, as in `reprint_chain`."""

    document_id: str
    outlet: str | None
    role: str
    similarity: float
    containment: float
    origin_containment: float
    agency: str | None
    earlier_version_id: str | None
    date_published: date | None
    fetched_at: datetime | None
    headline: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class StoryDifference:
    """One sentence or quotation in which an article differs from another.

    `text` is that of the document from `start` to `end`, `other_text` that of the compared one from
    `other_start` to `other_end`; null where it was dropped or added.
    """

    document_id: str
    compared_document_id: str
    unit: str
    change: str
    start: int | None
    end: int | None
    text: str | None
    other_start: int | None
    other_end: int | None
    other_text: str | None


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story with its articles, the origin first, and their differences; both may be a part."""

    story_id: str
    topic_id: str
    origin_document_id: str
    agency: str | None
    articles: tuple[StoryArticle, ...]
    article_count: int
    differences: tuple[StoryDifference, ...]
    difference_count: int


def told_story(
    lake: Lake,
    name: str,
    *,
    article_limit: int,
    difference_limit: int,
    article_offset: int = 0,
    difference_offset: int = 0,
) -> ToldStory:
    """Read a story: who printed it, from whom, and what they changed.

    Args:
        lake: an open lake, pinned to a snapshot.
        name: a `story_id`, or the name of a page that tells it, see `document_named`.
        article_limit: most articles to return.
        difference_limit: most differences to return.
        article_offset: how many articles to leave out before.
        difference_offset: how many differences to leave out before.

    Raises:
        NoSuchStoryError: nothing is called so, or the page tells no story.
        AmbiguousDocumentError: several pages are called so.
    """
    story_id = _story_id(lake, name)
    ((topic_id, origin, agency, article_count, difference_count),) = lake.rows(
        "SELECT topic_id, document_id, agency, "
        "(SELECT count(*) FROM story_members JOIN articles USING (document_id) "
        "WHERE story_id = $1), (SELECT count(*) FROM story_changes WHERE story_id = $1) "
        "FROM stories WHERE story_id = $1",
        [story_id],
    )
    articles = lake.rows(_ARTICLES_TELLING, [story_id, article_limit, article_offset]).dicts()
    told = tuple(StoryArticle(**row) for row in articles)
    changes = lake.rows(_DIFFERING, [story_id, difference_limit, difference_offset]).dicts()
    return ToldStory(
        story_id=story_id,
        topic_id=topic_id,
        origin_document_id=origin,
        agency=agency,
        articles=told,
        article_count=article_count,
        differences=tuple(StoryDifference(**row) for row in changes),
        difference_count=difference_count,
    )


def _story_id(lake: Lake, name: str) -> str:
    if list(lake.rows("SELECT 1 FROM stories WHERE story_id = $1", [name])):
        return name
    try:
        document_id = document_named(lake, name)
    except NoSuchDocumentError as error:
        raise NoSuchStoryError(
            f"story {name!r} does not exist; give a story_id of the table stories, or a page that "
            "tells one"
        ) from error
    for (story_id,) in lake.rows(
        "SELECT story_id FROM story_members WHERE document_id = $1", [document_id]
    ):
        return str(story_id)
    raise NoSuchStoryError(f"page {name!r} tells no story; only pages with an article do")
