"""One document: which one a name means, and any part of its text."""

from dataclasses import dataclass
from datetime import datetime

from dateline.transforms.schema.content import Article
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.records import records_of
from dateline.warehouse.errors import UsageError

_SHORTEST_PREFIX = 6
_DOCUMENT = """
    SELECT d.source_id, d.url, d.fetched_at, length(d.text) AS text_length,
        substring(d.text, $2 + 1, $3) AS text, m.story_id
    FROM documents AS d
    LEFT JOIN story_members AS m ON m.document_id = d.document_id
    WHERE d.document_id = $1
"""


class NoSuchDocumentError(UsageError):
    """No page has the name."""


class AmbiguousDocumentError(UsageError):
    """More than one page has the name."""


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A document with its article, and the part of its text from `start` to `end`.

    `text_length` is that of the whole text, in code points as the offsets are.
    """

    document_id: str
    source_id: str
    url: str | None
    fetched_at: datetime | None
    story_id: str | None
    article: Article | None
    text_length: int
    start: int
    end: int
    text: str


def document_named(lake: Lake, name: str) -> str:
    """The `document_id` of the page that a name means.

    Args:
        lake: an open lake.
        name: a `source_id`, a `document_id`, or the first six or more characters of one.

    Raises:
        NoSuchDocumentError: no page has the name.
        AmbiguousDocumentError: more than one has it.
    """
    found = lake.rows(
        "SELECT document_id FROM documents WHERE source_id = $1 OR (length($1) >= $2 "
        "AND starts_with(document_id, lower($1))) ORDER BY document_id LIMIT 6",
        [name, _SHORTEST_PREFIX],
    )
    ids = [str(document_id) for (document_id,) in found]
    if not ids:
        raise no_such_document(name)
    if len(ids) > 1:
        several = ", ".join(document_id[:12] for document_id in ids)
        raise AmbiguousDocumentError(f"ambiguous page {name!r}: use one of {several}")
    return ids[0]


def no_such_document(name: str) -> NoSuchDocumentError:
    """What to say where no page has a name."""
    return NoSuchDocumentError(
        f'page {name!r} does not exist; `dateline sql "SELECT source_id FROM documents"` lists them'
    )


def document_part(lake: Lake, name: str, *, start: int = 0, length: int) -> DocumentPart:
    """Read a document with its article and a part of its text.

    Args:
        lake: an open lake, pinned to a snapshot.
        name: see `document_named`.
        start: the offset at which the part begins; one behind the text gives no text.
        length: most code points of the part.

    Raises:
        NoSuchDocumentError: no page has the name.
        AmbiguousDocumentError: more than one has it.
    """
    document_id = document_named(lake, name)
    ((source_id, url, fetched_at, text_length, text, story_id),) = lake.rows(
        _DOCUMENT, [document_id, start, length]
    )
    articles = records_of(
        Article,
        lake.rows("SELECT * FROM articles WHERE document_id = $1", [document_id]).dicts(),
    )
    return DocumentPart(
        document_id=document_id,
        source_id=source_id,
        url=url,
        fetched_at=fetched_at,
        story_id=story_id,
        article=articles[0] if articles else None,
        text_length=text_length,
        start=start,
        end=start + len(text),
        text=text,
    )
