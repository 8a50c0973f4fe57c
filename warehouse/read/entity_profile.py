"""What a lake has of one entity: how it is written, where, when, with whom, and what it said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dateline.transforms.schema.names import Entity
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.name_tables import LISTED_ARTICLE, make_name_tables
from dateline.warehouse.catalog.own_queries import look_up
from dateline.warehouse.catalog.page_rows import rows_by_key, rows_of_pages
from dateline.warehouse.read.articles import ListedArticle

PAGES_READ_FOR_OTHERS = 2_000
_VALUES_READ = 100


@dataclass(frozen=True, slots=True)
class CountedSpelling:
    """How a name is written, and how often."""

    text: str
    mention_count: int


@dataclass(frozen=True, slots=True)
class CountedRole:
    """A title or role, and the pages that give it."""

    role: str
    page_count: int


@dataclass(frozen=True, slots=True)
class CountedVia:
    """Through whom quotations were reported, and how many."""

    via: str
    quotation_count: int


@dataclass(frozen=True, slots=True)
class NamingOutlet:
    """An outlet, its pages that name the entity or quote it, and their stories and quotations."""

    outlet: str | None
    page_count: int
    story_count: int
    quotation_count: int


@dataclass(frozen=True, slots=True)
class NamingDay:
    """A day of publication, with the same counts as for an outlet."""

    day: date
    page_count: int
    story_count: int
    quotation_count: int


@dataclass(frozen=True, slots=True)
class NamedBeside:
    """Another entity that the same pages name."""

    entity_id: str
    name: str
    kind: str
    page_count: int
    story_count: int


@dataclass(frozen=True, slots=True)
class PlaceLocation:
    """Where a place is, as far as pages tell which is meant."""

    latitude: float
    longitude: float
    geoname_id: str | None
    place_kind: str | None
    country: str | None
    admin1: str | None
    claimed_by: Sequence[str] | None
    place_bases: Sequence[str]
    mention_count: int


@dataclass(frozen=True, slots=True)
class SaidQuotation:
    """A quotation of the entity, with the article that has it."""

    document_id: str
    quote_number: int
    text: str
    kind: str
    via: Sequence[str]
    confidence: float
    source_id: str
    headline: str | None
    outlet: str | None
    date_published: str | None


@dataclass(frozen=True, slots=True)
class EntityProfile:
    """An entity, with counts over all pages; `others` are of the newest pages that name it.

    `page_count` counts pages that name or quote it, `naming_count` those that name it, and
    `undated_count` those without a day.
    """

    entity: Entity
    page_count: int
    naming_count: int
    story_count: int
    quotation_count: int
    undated_count: int
    spellings: Sequence[CountedSpelling]
    roles: Sequence[CountedRole]
    vias: Sequence[CountedVia]
    outlets: Sequence[NamingOutlet]
    days: Sequence[NamingDay]
    others: Sequence[NamedBeside]
    locations: Sequence[PlaceLocation]


_NUMBER = "SELECT number FROM memory.by_name.entities WHERE entity_id = $1"
# The pages that name the entity `$1`, or quote it.
_NAMING_PAGES = """
    WITH page AS (
        SELECT page AS number, sum(quoted)::BIGINT AS quotation_count,
            min(quoted) = 0 AS is_naming
        FROM (
            SELECT page, 0 AS quoted FROM memory.by_name.named WHERE entity = $1
            UNION ALL SELECT page, 1 FROM memory.by_name.quoted WHERE entity = $1
        ) GROUP BY page
    )
"""
_COUNTS_OF_PAGES = """
    count(*) AS page_count, count(DISTINCT story) AS story_count,
    coalesce(sum(quotation_count), 0)::BIGINT AS quotation_count
"""
_TOTALS = f"""
    {_NAMING_PAGES} SELECT {_COUNTS_OF_PAGES}, count_if(day IS NULL)::BIGINT AS undated_count,
        count_if(is_naming)::BIGINT AS naming_count
    FROM page JOIN memory.by_name.pages USING (number)
"""
_OUTLETS = f"""
    {_NAMING_PAGES} SELECT outlet, {_COUNTS_OF_PAGES}
    FROM page JOIN memory.by_name.pages USING (number)
    GROUP BY outlet ORDER BY page_count DESC, outlet LIMIT {_VALUES_READ}
"""
_NAMING_DAYS = f"""
    {_NAMING_PAGES} SELECT day, {_COUNTS_OF_PAGES}
    FROM page JOIN memory.by_name.pages USING (number)
    WHERE day IS NOT NULL GROUP BY day ORDER BY day
"""
_VALUES = """
    SELECT {value}, {count} FROM memory.by_name.{table} WHERE entity = $1
    ORDER BY {count} DESC, {value} LIMIT {limit}
"""
_LOCATIONS = """
    SELECT * EXCLUDE (entity) FROM memory.by_name.locations WHERE entity = $1
    ORDER BY mention_count DESC, geoname_id LIMIT 20
"""
_OTHERS = f"""
    WITH newest AS (
        SELECT page FROM memory.by_name.named WHERE entity = $1
        ORDER BY page LIMIT {PAGES_READ_FOR_OTHERS}
    ),
    beside AS (
        SELECT n.entity, count(*) AS page_count, count(DISTINCT story) AS story_count
        FROM newest JOIN memory.by_name.named AS n USING (page)
        JOIN memory.by_name.pages AS p ON p.number = page
        WHERE n.entity <> $1 GROUP BY n.entity
        ORDER BY story_count DESC, page_count DESC, n.entity LIMIT 30
    )
    SELECT entity_id, name, kind, page_count, story_count
    FROM beside JOIN memory.by_name.entities ON number = entity
    ORDER BY story_count DESC, page_count DESC, entity_id
"""
_SAID = """
    WITH part AS (
        SELECT page, quote_number FROM memory.by_name.quoted WHERE entity = $1
        ORDER BY page, quote_number LIMIT $2 OFFSET $3
    )
    SELECT p.document_id, quote_number, p.source_id, p.headline, p.outlet, p.date_published
    FROM part JOIN memory.by_name.pages AS p ON p.number = page ORDER BY page, quote_number
"""
_SAID_COLUMNS = ("document_id", "quote_number", "text", "kind", "via", "confidence")
_PAGES_NAMING = f"""
    WITH part AS (
        SELECT page FROM memory.by_name.named WHERE entity = $1 ORDER BY page LIMIT $2 OFFSET $3
    )
    SELECT {LISTED_ARTICLE} FROM part JOIN memory.by_name.pages AS p ON p.number = page
    ORDER BY page
"""


def entity_profile(lake: Lake, entity_id: str) -> EntityProfile | None:
    """What a lake has of an entity; None where it has no such one."""
    found = rows_by_key(lake, Entity, "entity_id", entity_id)
    number = _number(lake, entity_id)
    if not found or number is None:
        return None
    (totals,) = look_up(lake, _TOTALS, [number]).dicts()

    def values(table: str, value: str, count: str) -> list[tuple[str, int]]:
        query = _VALUES.format(table=table, value=value, count=count, limit=_VALUES_READ)
        return list(look_up(lake, query, [number]))

    return EntityProfile(
        entity=found[0],
        spellings=[CountedSpelling(*it) for it in values("spellings", "text", "mention_count")],
        roles=[CountedRole(*it) for it in values("roles", "role", "page_count")],
        vias=[CountedVia(*it) for it in values("vias", "via", "quotation_count")],
        outlets=[NamingOutlet(**row) for row in look_up(lake, _OUTLETS, [number]).dicts()],
        days=[NamingDay(**row) for row in look_up(lake, _NAMING_DAYS, [number]).dicts()],
        others=[NamedBeside(**row) for row in look_up(lake, _OTHERS, [number]).dicts()],
        locations=[PlaceLocation(**row) for row in look_up(lake, _LOCATIONS, [number]).dicts()],
        **totals,
    )


def quotations_said(
    lake: Lake, entity_id: str, *, limit: int, offset: int = 0
) -> Sequence[SaidQuotation]:
    """What an entity said, the newest first, and what has no day last."""
    said = list(look_up(lake, _SAID, [_number(lake, entity_id), limit, offset]).dicts())
    ids = list(dict.fromkeys(str(row["document_id"]) for row in said))
    if not ids:
        return ()
    rows = rows_of_pages(lake, "quotes", ids, _SAID_COLUMNS)
    # Rows of an older version may lack through whom words were passed on.
    quotations = {
        (row["document_id"], row["quote_number"]): row | {"via": row["via"] or ()} for row in rows
    }
    return [
        SaidQuotation(**row | quotations[row["document_id"], row["quote_number"]]) for row in said
    ]


def articles_naming(
    lake: Lake, entity_id: str, *, limit: int, offset: int = 0
) -> Sequence[ListedArticle]:
    """The articles that name an entity, the newest first."""
    rows = look_up(lake, _PAGES_NAMING, [_number(lake, entity_id), limit, offset])
    return [ListedArticle(*row) for row in rows]


def _number(lake: Lake, entity_id: str) -> int | None:
    make_name_tables(lake)
    return next((number for (number,) in look_up(lake, _NUMBER, [entity_id])), None)
