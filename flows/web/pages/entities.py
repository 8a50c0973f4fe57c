"""The people, organisations, places and groups that the articles name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from dateline.flows.web.page import (
    NONE_IF_EMPTY,
    ROWS_OF_A_PAGE,
    OptionalWords,
    PageNumber,
    Paging,
    WebPage,
    offset_of,
)
from dateline.transforms.schema.closed_sets import EntityKind
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.entity_list import ListedEntity, listed_entities

OptionalKind = Annotated[EntityKind | None, NONE_IF_EMPTY, Query()]


@dataclass(frozen=True, slots=True)
class EntityList:
    """Entities, those on the most pages first, and which part of their list they are."""

    entities: Sequence[ListedEntity]
    paging: Paging


def entities(
    lake: Lake,
    kind: OptionalKind = None,
    words: OptionalWords = None,
    page: PageNumber = 1,
) -> EntityList:
    """Entities, those on the most pages first; of a kind, or with words in one of their names.

    `story_count` counts a text once, however many outlets print it.
    """
    found = listed_entities(lake, kind, words, limit=ROWS_OF_A_PAGE, offset=offset_of(page))
    return EntityList(found.entities, Paging(page, found.entity_count))


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A row of the table of entities."""

    entity_id: str
    kind: str
    name: str
    aliases: Sequence[str]
    country: str | None
    wikidata_id: str | None
    document_count: int
    story_count: int
    mention_count: int


def _rows(answer: EntityList) -> Sequence[EntityRow]:
    return [
        EntityRow(
            *(it.entity.entity_id, it.entity.kind, it.entity.name, it.entity.aliases),
            *(it.entity.country, it.entity.wikidata_id, it.entity.document_count),
            *(it.story_count, it.entity.mention_count),
        )
        for it in answer.entities
    ]


ENTITIES = WebPage("/entities", entities, "entities.html.j2", menu="Entities", table=_rows)
