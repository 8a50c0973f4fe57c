"""A person, an organisation, a place or a group: what pages call it, and what it said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Path

from dateline.flows.web.charts import BarChart, MapPoint, bars_over_time, map_point, world
from dateline.flows.web.errors import NoSuchPageError
from dateline.flows.web.page import PageNumber, Paging, WebPage
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.articles import ListedArticle
from dateline.warehouse.read.entity_profile import (
    EntityProfile,
    PlaceLocation,
    SaidQuotation,
    articles_naming,
    entity_profile,
    quotations_said,
)

_ROWS_OF_PART = 20


@dataclass(frozen=True, slots=True)
class EntityAnswer:
    """An entity, a part of what it said, and a part of the articles that name it."""

    profile: EntityProfile
    quotations: Sequence[SaidQuotation]
    quotation_paging: Paging
    articles: Sequence[ListedArticle]
    article_paging: Paging


def entity(
    lake: Lake,
    entity_id: Annotated[str, Path(max_length=400)],
    page: PageNumber = 1,
    articles: PageNumber = 1,
) -> EntityAnswer:
    """An entity: its names and roles, where, when and with whom, and what it said, newest first.

    `page` is of the quotations, `articles` of the articles that name it. Counts are of all pages;
    the entities beside it are of the 2,000 newest ones. CSV has the quotations.
    """
    profile = entity_profile(lake, entity_id)
    if profile is None:
        raise NoSuchPageError(
            f"entity {entity_id!r} does not exist; the list of entities leads to those that do"
        )
    said = quotations_said(lake, entity_id, limit=_ROWS_OF_PART, offset=(page - 1) * _ROWS_OF_PART)
    first = (articles - 1) * _ROWS_OF_PART
    naming = articles_naming(lake, entity_id, limit=_ROWS_OF_PART, offset=first)
    return EntityAnswer(
        profile,
        said,
        Paging(page, profile.quotation_count, _ROWS_OF_PART),
        naming,
        Paging(articles, profile.naming_count, _ROWS_OF_PART),
    )


@dataclass(frozen=True, slots=True)
class DrawnEntity:
    """The charts of an entity, and its map where it is a place that pages locate."""

    pages: BarChart | None
    quotations: BarChart | None
    world: str
    points: Sequence[MapPoint]


def drawn_entity(answer: EntityAnswer) -> DrawnEntity:
    """How often it was named and quoted over time, and where it is."""
    profile = answer.profile
    points = [map_point(it.latitude, it.longitude, _where(it)) for it in profile.locations]
    quoted = [(day.day, day.quotation_count) for day in profile.days]
    return DrawnEntity(
        bars_over_time((day.day, day.page_count) for day in profile.days),
        bars_over_time(quoted) if profile.quotation_count else None,
        world() if points else "",
        points,
    )


def _where(location: PlaceLocation) -> str:
    named = [it for it in (location.admin1, location.country) if it]
    degrees = f"{location.latitude:.2f}°, {location.longitude:.2f}°"
    return ", ".join([*named, degrees])


ENTITY = WebPage(
    "/entities/{entity_id:path}",
    entity,
    "entity.html.j2",
    table=lambda it: it.quotations,
    drawn=drawn_entity,
)
