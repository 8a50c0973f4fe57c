"""The days on which a lake's articles were published: their stories, speakers and places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.name_tables import LISTED_ARTICLE, make_name_tables
from dateline.warehouse.catalog.own_queries import look_up
from dateline.warehouse.catalog.parameters import placeholders
from dateline.warehouse.read.articles import ListedArticle


@dataclass(frozen=True, slots=True)
class DayVolume:
    """A day, with its pages, and the stories and outlets that they are of."""

    day: date
    page_count: int
    story_count: int
    outlet_count: int


@dataclass(frozen=True, slots=True)
class ListedDays:
    """A part of a list, and how many days there are in all of it."""

    days: Sequence[DayVolume]
    day_count: int


@dataclass(frozen=True, slots=True)
class DayStory:
    """A story by one of its articles of the day, and how many articles of the day tell it.

    `story_id` is None where a single one does.
    """

    article: ListedArticle
    story_id: str | None
    article_count: int
    outlet_count: int


@dataclass(frozen=True, slots=True)
class DayEntity:
    """A speaker or a place of the day; the count is of quotations, or else of pages."""

    entity_id: str
    name: str
    count: int
    story_count: int


@dataclass(frozen=True, slots=True)
class DayProfile:
    """A day: a part of its stories, those told most first, and who and where is named most."""

    volume: DayVolume
    stories: Sequence[DayStory]
    speakers: Sequence[DayEntity]
    places: Sequence[DayEntity]


_VOLUMES = """
    SELECT day, count(*) AS page_count, count(DISTINCT coalesce(story, number)) AS story_count,
        count(DISTINCT outlet) AS outlet_count
    FROM memory.by_name.pages WHERE day IS NOT NULL AND has_article AND {condition} GROUP BY day
"""
_DAY_STORIES = f"""
    WITH told AS (
        SELECT least_number, count(*) AS article_count, count(DISTINCT outlet) AS outlet_count
        FROM (
            SELECT outlet, min(number) OVER (PARTITION BY coalesce(story, number)) AS least_number
            FROM memory.by_name.pages WHERE day = $1 AND has_article
        )
        GROUP BY least_number ORDER BY article_count DESC, least_number LIMIT $2 OFFSET $3
    )
    SELECT {LISTED_ARTICLE}, article_count, outlet_count
    FROM told JOIN memory.by_name.pages AS p ON p.number = least_number
    ORDER BY article_count DESC, least_number
"""
_STORY_IDS = "SELECT document_id, story_id FROM story_members WHERE document_id IN ({ids})"
_DAY_SPEAKERS = """
    WITH spoken AS (
        SELECT entity, count(*) AS count, count(DISTINCT story) AS story_count
        FROM memory.by_name.quoted JOIN memory.by_name.pages AS p ON p.number = page
        WHERE day = $1 GROUP BY entity
    )
    SELECT entity_id, name, count, story_count
    FROM spoken JOIN memory.by_name.entities ON number = entity
    ORDER BY story_count DESC, count DESC, entity_id LIMIT 30
"""
_PLACES_OF_DAY = """
    WITH named AS (
        SELECT entity, count(*) AS count, count(DISTINCT story) AS story_count
        FROM memory.by_name.named JOIN memory.by_name.pages AS p ON p.number = page
        WHERE day = $1 GROUP BY entity
    )
    SELECT entity_id, name, count, story_count
    FROM named JOIN memory.by_name.entities ON number = entity
    WHERE kind = 'place' ORDER BY story_count DESC, count DESC, entity_id LIMIT 30
"""


def listed_days(lake: Lake, *, limit: int, offset: int = 0) -> ListedDays:
    """The days of publication, the newest first."""
    make_name_tables(lake)
    query = (
        f"SELECT *, count(*) OVER () FROM ({_VOLUMES.format(condition='true')}) "
        f"ORDER BY day DESC LIMIT {limit} OFFSET {offset}"
    )
    found = list(look_up(lake, query))
    return ListedDays([DayVolume(*row[:-1]) for row in found], found[0][-1] if found else 0)


def day_profile(lake: Lake, day: date, *, limit: int, offset: int = 0) -> DayProfile | None:
    """A day, with a part of its stories; None where no page is of it."""
    make_name_tables(lake)
    volumes = list(look_up(lake, _VOLUMES.format(condition="day = $1"), [day]).dicts())
    if not volumes:
        return None
    told = [
        (ListedArticle(*row[:-2]), *row[-2:])
        for row in look_up(lake, _DAY_STORIES, [day, limit, offset])
    ]
    several = [article.document_id for article, article_count, _ in told if article_count > 1]
    stories = _stories_of(lake, several)
    return DayProfile(
        DayVolume(**volumes[0]),
        [DayStory(it, stories.get(it.document_id), *counts) for it, *counts in told],
        [DayEntity(**row) for row in look_up(lake, _DAY_SPEAKERS, [day]).dicts()],
        [DayEntity(**row) for row in look_up(lake, _PLACES_OF_DAY, [day]).dicts()],
    )


def _stories_of(lake: Lake, document_ids: Sequence[str]) -> dict[str, str]:
    if not document_ids:
        return {}
    return dict(look_up(lake, _STORY_IDS.format(ids=placeholders(document_ids)), document_ids))
