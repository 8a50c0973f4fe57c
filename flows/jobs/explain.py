"""`dateline explain`: everything the lake holds about one page."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from dateline.transforms.schema.content import (
    Article,
    ArticleField,
    Quote,
    RelatedPost,
    TimeExpression,
)
from dateline.transforms.schema.names import Mention
from dateline.transforms.schema.pages import Document, Line
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.page_rows import Row, rows_of_page
from dateline.warehouse.catalog.stored_tables import tables_without_files
from dateline.warehouse.read.documents import document_named, no_such_document


@dataclass(frozen=True, slots=True)
class Explanation:
    """The rows of one page, in the order of the text."""

    document: Document
    lines: Sequence[Line]
    article: Article | None
    article_fields: Sequence[ArticleField]
    related_posts: Sequence[RelatedPost]
    quotes: Sequence[Quote]
    mentions: Sequence[Mention]
    times: Sequence[TimeExpression]

    def as_json(self) -> dict[str, object]:
        """The rows as a JSON object, each line with its text."""
        text = self.document.text
        lines = [{**asdict(line), "text": text[line.start : line.end]} for line in self.lines]
        return {
            "document": self.document,
            "article": self.article,
            "article_fields": self.article_fields,
            "lines": lines,
            "related_posts": self.related_posts,
            "quotes": self.quotes,
            "mentions": self.mentions,
            "times": self.times,
        }


def explanation(lake: Lake, name: str) -> Explanation:
    """Read everything the lake holds about a page.

    Args:
        lake: an open lake.
        name: a `source_id`, a `document_id`, or the first six or more characters of one.

    Raises:
        NoSuchDocumentError: no page has the name.
        AmbiguousDocumentError: more than one has it.
    """
    return explanation_of(lake, document_named(lake, name))


def explanation_of(lake: Lake, document_id: str) -> Explanation:
    """Read everything the lake holds about the page of an identity.

    Raises:
        NoSuchDocumentError: it holds no such page.
    """
    # Asked once for all tables; where rows lie, it is known.
    empty = tables_without_files(lake.connection) if lake.page_files is None else frozenset()

    def rows(row_type: type[Row], *order: str) -> list[Row]:
        return rows_of_page(lake, row_type, document_id, order=order, empty=empty)

    documents = rows(Document)
    if not documents:
        raise no_such_document(document_id)
    articles = rows(Article)
    return Explanation(
        document=documents[0],
        lines=rows(Line, "line_number"),
        article=articles[0] if articles else None,
        article_fields=rows(ArticleField, "field", "position"),
        related_posts=rows(RelatedPost, "position"),
        quotes=rows(Quote, "quote_number"),
        mentions=rows(Mention, "start"),
        times=rows(TimeExpression, "start"),
    )
