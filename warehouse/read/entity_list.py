"""The entities as a list: those on most pages first, by kind and by words of their names."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.transforms.schema.names import Entity
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.name_tables import make_name_tables
from dateline.warehouse.catalog.own_queries import look_up
from dateline.warehouse.catalog.records import records_of


@dataclass(frozen=True, slots=True)
class ListedEntity:
    """An entity, and how many different stories name it: a text that many print counts once."""

    entity: Entity
    story_count: int


@dataclass(frozen=True, slots=True)
class ListedEntities:
    """A part of a list, and how many entities there are in all of it."""

    entities: Sequence[ListedEntity]
    entity_count: int


_HAS_WORDS = "contains(lower(strip_accents({name})), lower(strip_accents($2)))"
_CHOSEN_ENTITIES = f"""
    FROM entities WHERE ($1 IS NULL OR kind = $1) AND ($2 IS NULL
        OR {_HAS_WORDS.format(name="name")}
        OR len(list_filter(aliases, lambda alias: {_HAS_WORDS.format(name="alias")})) > 0)
"""
_STORIES_OF_ENTITIES = """
    SELECT e.entity_id, count(DISTINCT story) AS story_count
    FROM memory.by_name.entities AS e JOIN memory.by_name.named AS n ON n.entity = e.number
    JOIN memory.by_name.pages AS p ON p.number = n.page
    WHERE e.entity_id IN (SELECT unnest($1::VARCHAR[])) GROUP BY e.entity_id
"""


def listed_entities(
    lake: Lake, kind: str | None, words: str | None, *, limit: int, offset: int = 0
) -> ListedEntities:
    """Entities, those on the most pages first; `words` stand in one of their names, in any case."""
    make_name_tables(lake)
    found = records_of(
        Entity,
        look_up(
            lake,
            f"SELECT * {_CHOSEN_ENTITIES} ORDER BY document_count DESC, entity_id "
            f"LIMIT {limit} OFFSET {offset}",
            [kind, words],
        ).dicts(),
    )
    ((count,),) = look_up(lake, f"SELECT count(*) {_CHOSEN_ENTITIES}", [kind, words])
    stories: dict[str, int] = dict(
        look_up(lake, _STORIES_OF_ENTITIES, [[entity.entity_id for entity in found]])
    )
    return ListedEntities(
        [ListedEntity(entity, stories.get(entity.entity_id, 0)) for entity in found], count
    )
