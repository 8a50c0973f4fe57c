"""The tables of pages: documents, their lines, and what lines repeat on other pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from dateline.transforms.schema.closed_sets import (
    LineLabel,
)
from dateline.transforms.schema.columns import Col
from dateline.transforms.schema.common import (
    SHA256,
    DocumentKey,
    RunId,
    Start,
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What came with a page and speaks of its article, as the record, feed or HTML head states it.

    Nothing in it is interpreted: a title may end with the name of the site, a date may be written
    in any way.
    """

    title: Annotated[str | None, Col("Title of the article")] = None
    authors: Annotated[tuple[str, ...], Col("Who wrote it, an author each")] = ()
    date_published: Annotated[str | None, Col("Date of publication")] = None
    date_modified: Annotated[str | None, Col("Date of the last change")] = None
    in_language: Annotated[str | None, Col("Language of the article")] = None
    description: Annotated[str | None, Col("Summary of the article")] = None
    publisher: Annotated[str | None, Col("Outlet that published it")] = None
    section: Annotated[str | None, Col("Section of the outlet")] = None


@dataclass(frozen=True, slots=True)
class Document:
    """One distinct page, by its bytes."""

    table: ClassVar[str] = "documents"
    schema: ClassVar[str] = "main"

    document_id: Annotated[
        str, Col("SHA-256 of the page's bytes, in hex", key=True, pattern=SHA256)
    ]
    source_id: Annotated[str, Col("File name, or the `id` of the record that held the page")]
    url: Annotated[str | None, Col("Address the page was fetched from, as given")]
    encoding: Annotated[str, Col("Encoding that the bytes were decoded with")]
    repairs: Annotated[
        tuple[str, ...], Col("What decoding repaired, such as `byte-order mark removed`")
    ]
    text: Annotated[str, Col("The decoded text, untouched save for `repairs`")]
    byte_count: Annotated[int, Col("Size of the page as it came", unit="bytes", minimum=1)]
    fetched_at: Annotated[datetime | None, Col("When the crawler fetched the page, as given (UTC)")]
    metadata: Annotated[str | None, Col("Whatever else came with the page, as a JSON object")]
    page_metadata: Annotated[
        Metadata | None,
        Col("What came with the page and speaks of its article; null in rows of older versions"),
    ]
    ingested_at: Annotated[datetime, Col("When the page was loaded (UTC)")]
    run_id: RunId


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, blank ones included; joined in order they give the text back exactly."""

    table: ClassVar[str] = "lines"
    schema: ClassVar[str] = "main"

    document_id: DocumentKey
    line_number: Annotated[int, Col("Index on the page, from 0", key=True, minimum=0)]
    start: Start
    end: Annotated[
        int,
        Col(
            "One past the last character, the line's own end-of-line marks included",
            unit="code points into documents.text",
            minimum=0,
        ),
    ]
    label: Annotated[str, Col("What the line is", values=LineLabel)]
    is_body: Annotated[bool, Col("Whether the line is part of the article's text")]
    rule: Annotated[str, Col("The rule or model that gave the label")]
    score: Annotated[
        float,
        Col(
            "The share of lines like this one that `is_body` is right for",
            unit="share",
            minimum=0,
            maximum=1,
        ),
    ]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What of a page can be found again on other pages; made of its text alone."""

    table: ClassVar[str] = "fingerprints"
    schema: ClassVar[str] = "main"

    document_id: DocumentKey
    host: Annotated[
        str | None,
        Col("Host of the page's address, without `www.`; null where there is no address"),
    ]
    story_signature: Annotated[
        int, Col("The same on pages that share their longest lines, so that reprints count once")
    ]
    line_hashes: Annotated[
        tuple[int | None, ...],
        Col("Hash of each line's text, by line number; null where blank or over 400 characters"),
    ]


@dataclass(frozen=True, slots=True)
class RepeatedLine:
    """A line that repeats on pages of several stories, of one host or of all."""

    table: ClassVar[str] = "repeated_lines"
    schema: ClassVar[str] = "main"

    host: Annotated[str, Col("Host whose pages repeat it; `*` for all pages together", key=True)]
    line_hash: Annotated[int, Col("Hash of its text, as in `fingerprints`", key=True)]
    text: Annotated[str, Col("The line without the white space around it")]
    page_count: Annotated[int, Col("Pages that have it, reprints too", unit="pages", minimum=2)]
    story_count: Annotated[
        int, Col("Different stories among them, up to 20", unit="stories", minimum=2)
    ]
    story_signatures: Annotated[
        tuple[int, ...], Col("The 20 least signatures of these stories, sorted")
    ]
    first_seen_at: Annotated[datetime, Col("Earliest time such a page was fetched or loaded")]
    last_seen_at: Annotated[datetime, Col("Latest time such a page was fetched or loaded")]
