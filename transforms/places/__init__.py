"""Where the places are that an article names."""

from collections.abc import Sequence

from dateline.transforms.names.entities import entity_name
from dateline.transforms.places.resolution import (
    REACH_BEHIND,
    NamedPlace,
    ResolvedPlace,
    resolve_places,
)
from dateline.transforms.places.stated_places import places_in_names, stated_places
from dateline.transforms.schema.closed_sets import EntityKind
from dateline.transforms.schema.columns import altered
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.passages import ArticleText


def place_mentions(
    article: ArticleText, mentions: Sequence[Mention], dateline: str | None
) -> list[Mention]:
    """Put the places among an article's mentions on the map, where it is known which is meant.

    A contested place has coordinates and `claimed_by`, and no country.

    Args:
        article: The document's text and the passages of it that are the article.
        mentions: The article's mentions in order.
        dateline: The article's dateline as written, if it has one.

    Returns:
        The mentions in order, with states and counties that were none; those of people and
        organisations unchanged.
    """
    text = article.text
    mentions = sorted(
        (*mentions, *stated_places(article, mentions)), key=lambda mention: mention.start
    )
    names = [_name(mention) for mention in mentions]
    named = [
        NamedPlace(name, text[mention.end : mention.end + REACH_BEHIND])
        for mention, name in zip(mentions, names, strict=True)
        if name is not None
    ]
    if not named:
        return list(mentions)
    organisations = [
        mention.name for mention in mentions if mention.kind == EntityKind.ORGANISATION
    ]
    found = resolve_places(named, dateline, places_in_names(organisations))
    return [
        _located(mention, found[name]) if name in found else mention
        for mention, name in zip(mentions, names, strict=True)
    ]


def _name(mention: Mention) -> str | None:
    return entity_name(mention.kind, mention.name) if mention.kind == EntityKind.PLACE else None


def _located(mention: Mention, meant: ResolvedPlace) -> Mention:
    location = meant.location
    return altered(
        mention,
        place_kind=location.kind,
        country=location.country,
        admin1=location.admin1,
        latitude=round(location.latitude, 3),
        longitude=round(location.longitude, 3),
        geoname_id=location.geoname_id,
        place_basis=meant.basis,
        claimed_by=location.claimed_by or None,
    )
