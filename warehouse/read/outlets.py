"""The outlets of a lake: how much each published, what its pages lack, and what it promotes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.name_tables import LISTED_ARTICLE, make_name_tables
from dateline.warehouse.catalog.own_queries import look_up
from dateline.warehouse.read.articles import ListedArticle

PAGES_READ_FOR_TEASERS = 1_000
_NEWEST_READ = 20


@dataclass(frozen=True, slots=True)
class OutletVolume:
    """An outlet, with its pages and stories; shares are of its pages, from 0 to 1."""

    outlet: str
    page_count: int
    story_count: int
    first_day: date | None
    last_day: date | None
    headline_share: float
    author_share: float
    date_share: float


@dataclass(frozen=True, slots=True)
class ListedOutlets:
    """A part of a list, and how many outlets there are in all of it."""

    outlets: Sequence[OutletVolume]
    outlet_count: int


@dataclass(frozen=True, slots=True)
class OutletDay:
    """An outlet on one day of publication; shares as in `OutletVolume`."""

    day: date
    page_count: int
    story_count: int
    headline_share: float
    author_share: float


@dataclass(frozen=True, slots=True)
class PromotedPost:
    """An article that pages of an outlet point to, and on how many of them."""

    headline: str
    page_count: int


@dataclass(frozen=True, slots=True)
class QuarantinedOfHost:
    """A reason for which pages of an outlet's hosts are in the quarantine, not loaded since."""

    reason: str
    page_count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class OutletProfile:
    """An outlet; what it promotes is read from its newest pages."""

    volume: OutletVolume
    hosts: Sequence[str]
    days: Sequence[OutletDay]
    quarantined: Sequence[QuarantinedOfHost]
    promoted: Sequence[PromotedPost]
    newest: Sequence[ListedArticle]


_SHARES = """
    count_if(has_headline) / count(*) AS headline_share,
    count_if(has_author) / count(*) AS author_share
"""
_VOLUME = f"""
    SELECT outlet, count(*) AS page_count, count(DISTINCT story) AS story_count,
        min(day) AS first_day, max(day) AS last_day, {_SHARES},
        count_if(has_date) / count(*) AS date_share
    FROM memory.by_name.pages WHERE outlet IS NOT NULL AND {{condition}} GROUP BY outlet
"""
_OUTLET_DAYS = f"""
    SELECT day, count(*) AS page_count, count(DISTINCT story) AS story_count, {_SHARES}
    FROM memory.by_name.pages WHERE outlet = $1 AND day IS NOT NULL GROUP BY day ORDER BY day
"""
_HOSTS = """
    SELECT host FROM memory.by_name.pages WHERE outlet = $1 AND host IS NOT NULL
    GROUP BY host ORDER BY count(*) DESC, host LIMIT 20
"""
_QUARANTINED = r"""
    SELECT reason, count(*) AS page_count, max(quarantined_at) AS last_at
    FROM ops.quarantine
    WHERE coalesce(state, 'open') = 'open' AND list_contains($1::VARCHAR[], regexp_replace(
        regexp_extract(lower(url), '^[a-z]+://(?:[^/@]*@)?([^/:?#]+)', 1), '^www\.', ''))
    GROUP BY reason ORDER BY page_count DESC, reason
"""
_PROMOTED = """
    SELECT headline, count(DISTINCT document_id) AS page_count FROM related_posts
    WHERE headline IS NOT NULL AND document_id IN (
        SELECT document_id FROM memory.by_name.pages WHERE outlet = $1 ORDER BY number LIMIT $2)
    GROUP BY headline ORDER BY page_count DESC, headline LIMIT 30
"""
_NEWEST_ARTICLES = f"""
    SELECT {LISTED_ARTICLE} FROM memory.by_name.pages AS p WHERE outlet = $1 AND has_article
    ORDER BY number LIMIT {_NEWEST_READ}
"""


def listed_outlets(lake: Lake, words: str | None, *, limit: int, offset: int = 0) -> ListedOutlets:
    """Outlets, those with the most pages first; `words` stand in their names, in any case."""
    make_name_tables(lake)
    condition = "($1 IS NULL OR contains(lower(outlet), lower($1)))"
    query = (
        f"SELECT *, count(*) OVER () FROM ({_VOLUME.format(condition=condition)}) "
        f"ORDER BY page_count DESC, outlet LIMIT {limit} OFFSET {offset}"
    )
    found = list(look_up(lake, query, [words]))
    return ListedOutlets([OutletVolume(*row[:-1]) for row in found], found[0][-1] if found else 0)


def outlet_profile(lake: Lake, outlet: str) -> OutletProfile | None:
    """What a lake has of an outlet; None where it has no page of it."""
    make_name_tables(lake)
    volumes = list(look_up(lake, _VOLUME.format(condition="outlet = $1"), [outlet]).dicts())
    if not volumes:
        return None
    hosts = [str(host) for (host,) in look_up(lake, _HOSTS, [outlet])]
    promoted = list(look_up(lake, _PROMOTED, [outlet, PAGES_READ_FOR_TEASERS]).dicts())
    return OutletProfile(
        volume=OutletVolume(**volumes[0]),
        hosts=hosts,
        days=[OutletDay(**row) for row in look_up(lake, _OUTLET_DAYS, [outlet]).dicts()],
        quarantined=[
            QuarantinedOfHost(**row) for row in look_up(lake, _QUARANTINED, [hosts]).dicts()
        ],
        promoted=[PromotedPost(**row) for row in promoted],
        newest=[ListedArticle(*row) for row in look_up(lake, _NEWEST_ARTICLES, [outlet])],
    )
