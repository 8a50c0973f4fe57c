"""The tables of articles: their fields, quotations and times.

Field names follow schema.org NewsArticle (and IPTC ninjs for agency fields) in snake_case.
`start` and `end` are code points into `documents.text`, end exclusive.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from dateline.transforms.schema.closed_sets import (
    AnchorBasis,
    Basis,
    DatePrecision,
    EntityKind,
    PageKind,
    QuoteKind,
    SpeakerBasis,
    SpeakerReason,
    TimeKind,
    ViaKind,
)
from dateline.transforms.schema.columns import Col
from dateline.transforms.schema.common import (
    FIELD_NAME,
    Confidence,
    DocumentKey,
    End,
    OptionalEnd,
    OptionalStart,
    Rule,
    Start,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text."""

    start: Start
    end: End


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a field's value came from, or why it has none."""

    field: Annotated[str, Col("The column of `articles` that this is about")]
    start: OptionalStart
    end: OptionalEnd
    basis: Annotated[str, Col("How the value was found; for a null value, why there is none")]


@dataclass(frozen=True, slots=True)
class ViaLink:
    """A link of a chain of reporting: whoever or whatever passed words on."""

    text: Annotated[str, Col("The link as mentioned")]
    kind: Annotated[str, Col("What passes the words on", values=ViaKind)]
    start: Start
    end: End


@dataclass(frozen=True, slots=True)
class Article:
    """One page's article, or an index of articles. A page without either has no row."""

    table: ClassVar[str] = "articles"
    schema: ClassVar[str] = "main"

    document_id: DocumentKey
    page_kind: Annotated[
        str | None,
        Col(
            "Kind of page; null where nothing on it tells, and in rows of older versions",
            values=PageKind,
        ),
    ]
    page_kind_confidence: Annotated[
        float | None,
        Col(
            "How likely the kind is right, by the rule that gave it",
            unit="share",
            minimum=0,
            maximum=1,
        ),
    ]
    headline: Annotated[str | None, Col("The article's headline")]
    alternative_headline: Annotated[str | None, Col("The standfirst or second headline")]
    article_section: Annotated[str | None, Col("Section of the outlet, as the page names it")]
    author: Annotated[
        tuple[str, ...],
        Col(
            "Names of the people who wrote it, without roles; where the byline names none, the"
            " newsroom, agency or organisation that it credits"
        ),
    ]
    author_kind: Annotated[
        str | None,
        Col(
            "Whether the authors are people or an organisation; null without an author, and in rows"
            " of older versions",
            values=(EntityKind.PERSON, EntityKind.ORGANISATION),
        ),
    ]
    publisher: Annotated[str | None, Col("The outlet that published the page")]
    source_organization: Annotated[str | None, Col("The agency or outlet credited with the text")]
    dateline: Annotated[str | None, Col("The dateline as written, such as `WASHINGTON, DC —`")]
    location_created: Annotated[str | None, Col("The place that the dateline names")]
    date_published: Annotated[
        date | None, Col("Day of publication; null unless all of it is known")
    ]
    date_published_text: Annotated[
        str | None, Col("Date of publication in EDTF, such as `XXXX-04-05`")
    ]
    date_published_precision: Annotated[
        str | None, Col("Finest part of the date that is known", values=DatePrecision)
    ]
    date_published_basis: Annotated[
        str | None, Col("What the date of publication rests on", values=Basis)
    ]
    date_modified: Annotated[date | None, Col("Day of the last change that the page states")]
    date_modified_text: Annotated[str | None, Col("Date of the last change in EDTF")]
    date_modified_precision: Annotated[
        str | None, Col("Finest part of the date that is known", values=DatePrecision)
    ]
    date_modified_basis: Annotated[
        str | None,
        Col(
            "What the date of the last change rests on",
            values=(Basis.STATED, Basis.METADATA, Basis.INFERRED),
        ),
    ]
    in_language: Annotated[
        str | None,
        Col("Language of the article as a BCP 47 tag", pattern="[a-z]{2,3}(?:-[A-Za-z0-9]+)*"),
    ]
    language_tier: Annotated[
        int | None,
        Col(
            "How much is read in this language: 1 all that is read in English; 2 the body, the "
            "headline, dates and direct quotations; null where the language is unknown, and in "
            "rows of older versions",
            minimum=1,
            maximum=2,
        ),
    ]
    article_body: Annotated[
        str | None,
        Col(
            "The body's paragraphs, the dateline cut off, joined by a blank line; null where the"
            " page is an index"
        ),
    ]
    word_count: Annotated[
        int,
        Col(
            "Words in `article_body`; of scripts without spaces between words, letters",
            unit="words",
            minimum=0,
        ),
    ]
    text_id: Annotated[
        str | None,
        Col("Hash of the body's words, so that layout makes no difference; null without a body"),
    ]
    evidence: Annotated[
        tuple[Evidence, ...], Col("For each field, where its value came from or why it is null")
    ]


@dataclass(frozen=True, slots=True)
class ArticleField:
    """One value of a field of the article that an installed package brings."""

    table: ClassVar[str] = "article_fields"
    schema: ClassVar[str] = "main"

    document_id: DocumentKey
    field: Annotated[
        str, Col("Name of the field, by its entry point", key=True, pattern=FIELD_NAME)
    ]
    position: Annotated[
        int, Col("Index among the field's values on the page, from 0", key=True, minimum=0)
    ]
    value: Annotated[str | None, Col("The value as text, a day as `2026-05-04`")]
    start: OptionalStart
    end: OptionalEnd
    basis: Annotated[str | None, Col("How the value was found; null where there is none")]
    reason: Annotated[str | None, Col("Why there is no value; null where there is one")]
    confidence: Annotated[
        float | None,
        Col(
            "How likely the value is right, where the package measured it",
            unit="share",
            minimum=0,
            maximum=1,
        ),
    ]


@dataclass(frozen=True, slots=True)
class RelatedPost:
    """One teaser of another article found on the page."""

    table: ClassVar[str] = "related_posts"
    schema: ClassVar[str] = "main"

    document_id: DocumentKey
    position: Annotated[int, Col("Index among the page's teasers, from 0", key=True, minimum=0)]
    headline: Annotated[str | None, Col("The teaser's headline")]
    teaser: Annotated[str | None, Col("The first words of the other article, as shown")]
    age_text: Annotated[str | None, Col("Its age as shown, such as `8 hours ago`")]
    start: Start
    end: End


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation, direct, mixed or indirect."""

    table: ClassVar[str] = "quotes"
    schema: ClassVar[str] = "main"
    stored_as: ClassVar[str] = "page_quotes"

    document_id: DocumentKey
    quote_number: Annotated[
        int, Col("Index among the page's quotations, from 0", key=True, minimum=0)
    ]
    segments: Annotated[
        tuple[Span, ...],
        Col("The stretches between quotation marks, the marks left out, or behind dashes"),
    ]
    start: Start
    end: End
    text: Annotated[str, Col("What is attributed: documents.text from `start` to `end`")]
    kind: Annotated[
        str,
        Col(
            "direct: all of it in quotation marks, or a turn of a transcript; mixed: part of it; "
            "indirect: none",
            values=QuoteKind,
        ),
    ]
    speaker_text: Annotated[str | None, Col("The speaker as mentioned: a name, a role, a pronoun")]
    speaker_start: OptionalStart
    speaker_end: OptionalEnd
    speaker: Annotated[
        str | None, Col("The speaker's fullest name in the article; null where nothing names one")
    ]
    speaker_entity_id: Annotated[
        str | None, Col("The speaker as an entity", references="entities.entity_id")
    ]
    speaker_basis: Annotated[
        str | None, Col("How `speaker_text` came to mean the speaker", values=SpeakerBasis)
    ]
    speaker_reason: Annotated[
        str | None, Col("Why `speaker` is null; null where it is not", values=SpeakerReason)
    ]
    speaker_candidates: Annotated[
        tuple[str, ...] | None,
        Col(
            "Whom else `speaker_text` could mean, the likeliest first; null in rows of older "
            "versions"
        ),
    ]
    speaker_government_id: Annotated[
        str | None,
        Col(
            "For a capital or a seat of government that speaks, its country as an entity, such as "
            "`place/russia`; to be joined with `entities`, which lacks it where no page names it"
        ),
    ]
    cue: Annotated[str | None, Col("The word that attributes, such as `said`")]
    cue_start: OptionalStart
    cue_end: OptionalEnd
    via: Annotated[tuple[str, ...], Col("Through whom it was reported, nearest the speaker first")]
    via_links: Annotated[
        tuple[ViaLink, ...] | None,
        Col(
            "The same, each link of `via` with its kind and its place; null in rows of older "
            "versions"
        ),
    ]
    confidence: Confidence
    rule: Rule
    speaker_form_id: Annotated[
        str | None,
        Col(
            "The speaker's form, as in `mentions`; null without a mention, and in older rows",
            references="name_forms.form_id",
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """One time expression of an article: a date, a duration or a set of times."""

    table: ClassVar[str] = "times"
    schema: ClassVar[str] = "main"

    document_id: DocumentKey
    start: Annotated[
        int,
        Col("First character", unit="code points into documents.text", key=True, minimum=0),
    ]
    end: End
    text: Annotated[str, Col("The expression as written")]
    kind: Annotated[str, Col("date: when; duration: how long; set: how often", values=TimeKind)]
    value: Annotated[
        str | None,
        Col(
            "The time in EDTF, `2024-05-02` or `2024-05-01/2024-05-07`; what is not known stays "
            "open, `XXXX-WXX-2` for a Tuesday, `-P1D` for a day earlier; a duration as `P3Y`"
        ),
    ]
    anchor: Annotated[date | None, Col("The day that a relative time was counted from")]
    anchor_basis: Annotated[str | None, Col("How that day is known", values=AnchorBasis)]
    rule: Rule
