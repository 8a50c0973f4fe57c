"""What the tools answer: each answer's form, from which its schema is made.

All that comes from pages stands under `untrusted_page_text`, and nothing else does, so that a
client can tell what Dateline says from what a page says.
"""

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from pydantic import Field, JsonValue

from dateline.flows.jobs.sql import ResultColumn

SnapshotId = Annotated[
    int, Field(description="The snapshot that was read; as `snapshot`, it gives the same answer")
]
Notes = Annotated[
    list[str], Field(description="What Dateline says of the answer, such as what was cut")
]
DocumentId = Annotated[
    str, Field(description="The page: SHA-256 of its bytes; `document` reads its text")
]
StartOffset = Annotated[
    int | None, Field(description="First character, in code points of the document's text")
]
EndOffset = Annotated[int | None, Field(description="The character behind the last one")]
Row: TypeAlias = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """A column of a table or view."""

    name: str
    type: str
    nullable: bool
    meaning: str
    constraints: str


@dataclass(frozen=True, slots=True)
class TableMeaning:
    """A table or view; `columns` are there where one table was asked for."""

    name: str
    is_view: bool
    meaning: str
    columns: list[ColumnMeaning]
    example: str | None


@dataclass(frozen=True, slots=True)
class TablesAnswer:
    """What the lake holds; nothing of it is from pages."""

    snapshot_id: SnapshotId
    notes: Notes
    tables: list[TableMeaning]


@dataclass(frozen=True, slots=True)
class ResultRows:
    """The rows of a query, each with a value per column."""

    rows: list[list[JsonValue]]


@dataclass(frozen=True, slots=True)
class SqlToolAnswer:
    """The result of a query."""

    snapshot_id: SnapshotId
    notes: Notes
    columns: list[ResultColumn]
    untrusted_page_text: ResultRows


@dataclass(frozen=True, slots=True)
class FoundText:
    """An article or a quotation with the words; `passage` is the text from `start` to `end`."""

    kind: str
    document_id: DocumentId
    quote_number: int | None
    quote_start: StartOffset
    quote_end: EndOffset
    source_id: str
    headline: str | None
    outlet: str | None
    date_published: str | None
    speaker: str | None
    quotation: str | None
    passage: str
    start: StartOffset
    end: EndOffset


@dataclass(frozen=True, slots=True)
class FoundTexts:
    """The best matches, best first."""

    hits: list[FoundText]


@dataclass(frozen=True, slots=True)
class SearchToolAnswer:
    """What a search found."""

    snapshot_id: SnapshotId
    notes: Notes
    count: Annotated[int, Field(description="How many articles and quotations match in all")]
    untrusted_page_text: FoundTexts


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A page: its article's fields, and its text from `start` to `end`."""

    document_id: DocumentId
    source_id: str
    url: str | None
    fetched_at: str | None
    story_id: str | None
    article: Annotated[Row | None, Field(description="Its row of `articles`, without the body")]
    start: StartOffset
    end: EndOffset
    text: str


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """A page and a part of its text."""

    snapshot_id: SnapshotId
    notes: Notes
    text_length: Annotated[int, Field(description="Code points of the whole text")]
    untrusted_page_text: DocumentText


@dataclass(frozen=True, slots=True)
class ExplainedPage:
    """Why a page was read as it was: rows of tables of these names."""

    document_id: DocumentId
    source_id: str
    article: Row | None
    evidence: Annotated[list[Row], Field(description="For each field, its span, or why it is null")]
    lines: Annotated[list[Row], Field(description="Lines with their text, label, rule and score")]
    quotes: Annotated[list[Row], Field(description="Quotations, and why they have this speaker")]


@dataclass(frozen=True, slots=True)
class ExplainAnswer:
    """Everything that decided how a page was read."""

    snapshot_id: SnapshotId
    notes: Notes
    line_count: int
    untrusted_page_text: ExplainedPage


@dataclass(frozen=True, slots=True)
class QuotationHit:
    """A quotation: the document's text from `start` to `end`."""

    document_id: DocumentId
    quote_number: int
    start: StartOffset
    end: EndOffset
    text: str
    kind: str
    speaker: str | None
    speaker_entity_id: str | None
    speaker_text: str | None
    speaker_start: StartOffset
    speaker_end: EndOffset
    speaker_basis: str | None
    cue: str | None
    via: list[str]
    confidence: float
    outlet: str | None
    headline: str | None
    date_published: str | None
    url: str | None
    story_id: str | None


@dataclass(frozen=True, slots=True)
class QuotationHits:
    """Quotations, the latest first, and the entities that the names can mean."""

    speakers: list[Row]
    about: list[Row]
    quotations: list[QuotationHit]


@dataclass(frozen=True, slots=True)
class QuotationsAnswer:
    """What a speaker said."""

    snapshot_id: SnapshotId
    notes: Notes
    count: Annotated[int, Field(description="How many quotations there are in all")]
    untrusted_page_text: QuotationHits


@dataclass(frozen=True, slots=True)
class StoryTexts:
    """A story: who printed it, from whom, and what was changed, each with its offsets."""

    story_id: str
    topic_id: str
    origin_document_id: DocumentId
    agency: str | None
    articles: list[Row]
    differences: list[Row]


@dataclass(frozen=True, slots=True)
class StoryToolAnswer:
    """A story and the articles that tell it."""

    snapshot_id: SnapshotId
    notes: Notes
    article_count: int
    difference_count: int
    untrusted_page_text: StoryTexts
