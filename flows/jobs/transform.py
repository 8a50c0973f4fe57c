"""The step `transform`: documents in, the rows that their texts hold out."""

from collections.abc import Sequence

from dateline.flows.inputs.record_fields import metadata_in
from dateline.transforms.article.own_fields import OwnFields
from dateline.transforms.lines.repetition import Repetition
from dateline.transforms.own_lexicons import OwnLexicons, use_lexicons
from dateline.transforms.parsing import parse_batch
from dateline.transforms.schema.batch import BatchTables
from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.pages import Document
from dateline.transforms.text.page import Metadata, Page


def transform(
    documents: Sequence[Document],
    repetition: Repetition,
    lexicons: OwnLexicons,
    fields: OwnFields,
) -> BatchTables:
    """The rows of the documents, and all that their texts hold.

    Args:
        documents: the documents of one batch.
        repetition: what the lake knows about their lines.
        lexicons: rows beside those that lexicons ship with, for whatever process this is.
        fields: fields of the article that installed packages bring.
    """
    use_lexicons(lexicons)
    parsed = parse_batch(pages_of(documents), repetition, fields)
    return BatchTables(
        documents=to_arrow(Document, documents),
        fingerprints=repetition.fingerprints,
        lines=parsed.lines,
        articles=parsed.articles,
        article_fields=parsed.article_fields,
        related_posts=parsed.related_posts,
        quotes=parsed.quotes,
        mentions=parsed.mentions,
        times=parsed.times,
        sketches=parsed.sketches,
    )


def metadata_of(document: Document) -> Metadata:
    """What came with a document; versions that did not store it kept the record's other fields."""
    return document.page_metadata or metadata_in(document.metadata)


def pages_of(documents: Sequence[Document]) -> list[Page]:
    """The documents as the transforms take them."""
    return [
        Page(
            document_id=document.document_id,
            text=document.text,
            url=document.url,
            fetched_at=document.fetched_at,
            metadata=metadata_of(document),
        )
        for document in documents
    ]
