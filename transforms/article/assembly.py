"""One page's article: every field read from its labelled lines, with the evidence for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dateline.transforms.article.alternative_headline import read_alternative_headline
from dateline.transforms.article.article_body import read_article_body
from dateline.transforms.article.article_section import read_article_section
from dateline.transforms.article.author import read_author
from dateline.transforms.article.date_modified import read_date_modified
from dateline.transforms.article.date_published import read_date_published
from dateline.transforms.article.dateline import read_dateline
from dateline.transforms.article.headline import read_headline
from dateline.transforms.article.in_language import read_in_language
from dateline.transforms.article.index_of_articles import read_index
from dateline.transforms.article.language_tier import read_language_tier
from dateline.transforms.article.location_created import read_location_created
from dateline.transforms.article.own_fields import NO_FIELDS, OwnFields, read_own_fields
from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.page_kind import read_page_kind
from dateline.transforms.article.publisher import read_publisher
from dateline.transforms.article.reading import Reading
from dateline.transforms.article.source_organization import read_source_organization
from dateline.transforms.article.text_id import read_text_id
from dateline.transforms.article.word_count import read_word_count
from dateline.transforms.lines.labels import Labels
from dateline.transforms.lines.splitting import Lines
from dateline.transforms.schema.closed_sets import EntityKind
from dateline.transforms.schema.content import Article, ArticleField, Evidence, Span
from dateline.transforms.text.page import Page
from dateline.transforms.text.passages import ArticleText, Passage, PassageKind

# Every field of an article, in the order of its evidence.
FIELDS: Mapping[str, Callable[[ArticlePage], Reading[Any]]] = {
    "page_kind": read_page_kind,
    "headline": read_headline,
    "alternative_headline": read_alternative_headline,
    "article_section": read_article_section,
    "author": read_author,
    "publisher": read_publisher,
    "source_organization": read_source_organization,
    "dateline": read_dateline,
    "location_created": read_location_created,
    "date_published": read_date_published,
    "date_modified": read_date_modified,
    "in_language": read_in_language,
    "language_tier": read_language_tier,
    "article_body": read_article_body,
    "word_count": read_word_count,
    "text_id": read_text_id,
}


@dataclass(frozen=True, slots=True)
class Assembled:
    """An article: its row, the fields of packages, its passages, and what dates it beside them."""

    article: Article
    own_fields: tuple[ArticleField, ...]
    passages: ArticleText
    dated: tuple[Span, ...]


def assemble(
    page: Page, lines: Lines, labels: Labels, document: int, fields: OwnFields = NO_FIELDS
) -> Assembled | None:
    """Put a page's article together; None for a page without one.

    Args:
        page: The page.
        lines: All lines of the batch.
        labels: Their labels.
        document: The page's index in the batch.
        fields: What to read besides `FIELDS`.
    """
    header = labels.headers[document]
    if not header.body and not header.listed:
        return None
    indices = range(*lines.offsets[document : document + 2].tolist())
    seen = ArticlePage(page, lines, labels, indices, header)
    if header.listed:
        readings = read_index(seen, FIELDS)
        nothing = ArticleText(page.document_id, page.text, (), None)
        return Assembled(_article(page, readings), (), nothing, ())
    readings = {field: read(seen) for field, read in FIELDS.items()}
    passages = (
        *(Passage(*span, PassageKind.HEADLINE) for span in readings["headline"].spans),
        *(Passage(*s, PassageKind.SUBHEADLINE) for s in readings["alternative_headline"].spans),
        *(Passage(p.start, p.end, PassageKind.PARAGRAPH) for p in seen.paragraphs),
    )
    article = _article(page, readings)
    writers = article.author if article.author_kind == EntityKind.PERSON else ()
    text = ArticleText(page.document_id, page.text, passages, seen.language, writers)
    own_fields = tuple(read_own_fields(seen, fields))
    return Assembled(article, own_fields, text, seen.dated_spans)


def _article(page: Page, readings: Mapping[str, Reading[Any]]) -> Article:
    # Of one row of `articles`: its declaration holds their names and types.
    columns: dict[str, Any] = {}
    evidence: list[Evidence] = []
    for field, reading in readings.items():
        columns.update(reading.columns(field))
        evidence.extend(reading.evidence(field))
    return Article(document_id=page.document_id, **columns, evidence=tuple(evidence))
