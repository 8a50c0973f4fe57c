"""The tables of names: mentions on a page, their forms, and the entities that they name.

`start` and `end` are code points into `documents.text`, end exclusive.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from dateline.transforms.schema.closed_sets import (
    EntityKind,
    IdentityBasis,
    PlaceBasis,
    PlaceKind,
)
from dateline.transforms.schema.columns import Col
from dateline.transforms.schema.common import (
    Confidence,
    DocumentKey,
    End,
    Rule,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a person, organisation, place or group."""

    table: ClassVar[str] = "mentions"
    schema: ClassVar[str] = "main"
    stored_as: ClassVar[str] = "page_mentions"

    document_id: DocumentKey
    start: Annotated[
        int,
        Col("First character", unit="code points into documents.text", key=True, minimum=0),
    ]
    end: End
    text: Annotated[str, Col("The mention as written")]
    kind: Annotated[str, Col("What is mentioned", values=EntityKind)]
    name: Annotated[str, Col("The fullest form of the name in the document")]
    role: Annotated[str | None, Col("Title or role as the text gives it, such as `Senator`")]
    entity_id: Annotated[str, Col("Whom or what it names", references="entities.entity_id")]
    confidence: Confidence
    rule: Rule
    place_kind: Annotated[
        str | None,
        Col("What the place is; null unless it is known which is meant", values=PlaceKind),
    ] = None
    country: Annotated[
        str | None, Col("The place's country, ISO 3166-1 alpha-3; null where contested")
    ] = None
    admin1: Annotated[str | None, Col("The place's state or province")] = None
    latitude: Annotated[
        float | None, Col("Where the place is", unit="degrees (WGS 84)", minimum=-90, maximum=90)
    ] = None
    longitude: Annotated[
        float | None, Col("Where the place is", unit="degrees (WGS 84)", minimum=-180, maximum=180)
    ] = None
    geoname_id: Annotated[str | None, Col("The place in GeoNames, where known")] = None
    place_basis: Annotated[
        str | None, Col("Why this place is meant and no namesake", values=PlaceBasis)
    ] = None
    claimed_by: Annotated[
        tuple[str, ...] | None,
        Col("Who claims a contested place, by country code where there is one; else null"),
    ] = None
    form_id: Annotated[
        str | None,
        Col(
            "The name with what the page says of its bearer, by which pages are compared; null in "
            "rows of older versions",
            references="name_forms.form_id",
        ),
    ] = None
    resolved_by: Annotated[
        str | None,
        Col(
            "Why it means this entity; null in rows of older versions",
            values=IdentityBasis,
        ),
    ] = None
    entity_confidence: Annotated[
        float | None,
        Col(
            "How likely the entity is right, if the name is; null in rows of older versions",
            unit="share",
            minimum=0,
            maximum=1,
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class NameForm:
    """One name as pages give it, with what they say of its bearer, and whom it names."""

    table: ClassVar[str] = "name_forms"
    schema: ClassVar[str] = "main"

    form_id: Annotated[
        str,
        Col(
            "Identity by the name, then by what pages say of its bearer: offices, countries, the "
            "countries that pages speak of; a surname alone is of one page",
            key=True,
        ),
    ]
    name: Annotated[str, Col("The name as it stands on the pages", key=True)]
    kind: Annotated[str, Col("What it names", values=EntityKind)]
    name_id: Annotated[str, Col("The identity that follows from kind and name alone")]
    name_key: Annotated[
        str | None,
        Col("What it shares with all names that it could be joined to; null where there are none"),
    ]
    country: Annotated[
        str | None,
        Col("Country that the name or the roles state, ISO 3166-1 alpha-3; null where none"),
    ]
    mention_count: Annotated[int, Col("Mentions that have it", unit="mentions", minimum=1)]
    document_count: Annotated[
        int,
        Col(
            "Pages that have it; of several names of one form on a page, the first counts",
            unit="pages",
            minimum=0,
        ),
    ]
    aliases: Annotated[tuple[str, ...], Col("How mentions are written, sorted")]
    first_seen_at: Annotated[
        datetime, Col("Earliest time a page that has it was fetched or loaded")
    ]
    last_seen_at: Annotated[datetime, Col("Latest time a page that has it was fetched or loaded")]
    entity_id: Annotated[str, Col("Whom or what it names", references="entities.entity_id")]
    resolved_by: Annotated[str, Col("Why it names this entity", values=IdentityBasis)]
    entity_confidence: Annotated[
        float, Col("How likely the entity is right", unit="share", minimum=0, maximum=1)
    ]


@dataclass(frozen=True, slots=True)
class Join:
    """A name that was found to be another name's bearer."""

    name: Annotated[str, Col("The name")]
    resolved_by: Annotated[str, Col("Why it was joined", values=IdentityBasis)]
    document_count: Annotated[int, Col("Pages on which it was", unit="pages", minimum=0)]


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organisation, place or group, over all documents."""

    table: ClassVar[str] = "entities"
    schema: ClassVar[str] = "main"

    entity_id: Annotated[
        str,
        Col("Identity, derived from kind and name; see `name_forms` for who is joined", key=True),
    ]
    kind: Annotated[str, Col("What it is", values=EntityKind)]
    name: Annotated[
        str,
        Col("The name it goes by: the one that lexicons list, if pages use it, else the most used"),
    ]
    aliases: Annotated[tuple[str, ...], Col("Every form of the name seen, as written, sorted")]
    mention_count: Annotated[int, Col("Mentions of it", unit="mentions", minimum=1)]
    document_count: Annotated[int, Col("Pages that mention it", unit="pages", minimum=1)]
    first_seen_at: Annotated[
        datetime, Col("Earliest time a page that mentions it was fetched or loaded")
    ]
    last_seen_at: Annotated[
        datetime, Col("Latest time a page that mentions it was fetched or loaded")
    ]
    country: Annotated[
        str | None,
        Col(
            "Country that its name or most of its roles state, ISO 3166-1 alpha-3: of a country, a "
            "seat of government, an organisation, a person; null where none does"
        ),
    ] = None
    joins: Annotated[
        tuple[Join, ...] | None,
        Col("The other names that were joined to it, and why; null in rows of older versions"),
    ] = None
    wikidata_id: Annotated[
        str | None,
        Col(
            "Its item in Wikidata, where certain: countries and well-known organisations",
            pattern=r"Q[1-9]\d*",
        ),
    ] = None
