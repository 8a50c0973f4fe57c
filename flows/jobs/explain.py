"""`dateline explain`: a page with every line's label, rule and score, and its fields marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from warehouse.catalog.lake import Lake
from warehouse.errors import UsageError


class NoSuchDocumentError(UsageError):
    """No page of the lake, or more than one, is meant."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything the lake says of one page; rows are as in the tables."""

    document: Mapping[str, Any]
    lines: Sequence[Mapping[str, Any]]
    article: Mapping[str, Any] | None
    related_posts: Sequence[Mapping[str, Any]]
    quotes: Sequence[Mapping[str, Any]]
    mentions: Sequence[Mapping[str, Any]]

    def as_json(self) -> dict[str, object]:
        """All of it, each line with its text."""
        text = self.document["text"]
        lines = [{**line, "text": text[line["start"] : line["end"]]} for line in self.lines]
        return {
            "document": self.document,
            "article": self.article,
            "lines": lines,
            "related_posts": self.related_posts,
            "quotes": self.quotes,
            "mentions": self.mentions,
        }


def explanation(lake: Lake, name: str) -> Explanation:
    """What the lake holds of the page that `name` means.

    `name` is a `source_id`, a `document_id`, or the first characters of one (six or more).

    Raises:
        NoSuchDocumentError: no page, or more than one, goes by that name.
    """
    found = lake.query(
        "SELECT document_id FROM documents WHERE source_id = $1 "
        "OR (length($1) >= 6 AND starts_with(document_id, lower($1))) ORDER BY document_id LIMIT 6",
        [name],
    ).column(0)
    if len(found) == 0:
        raise NoSuchDocumentError(
            f"the document {name!r} does not exist; "
            '`dateline sql "SELECT source_id FROM documents"` lists them'
        )
    if len(found) > 1:
        several = ", ".join(str(document_id)[:12] for document_id in found)
        raise NoSuchDocumentError(
            f"several documents have the name {name!r}; use one of the ids {several}"
        )
    document_id = found[0].as_py()

    def rows(table: str, order: str) -> list[dict[str, Any]]:
        sql = f"SELECT * FROM {table} WHERE document_id = $1 ORDER BY {order}"
        return list(lake.query(sql, [document_id]).to_pylist())

    articles = rows("articles", "document_id")
    return Explanation(
        document=rows("documents", "document_id")[0],
        lines=rows("lines", "line_number"),
        article=articles[0] if articles else None,
        related_posts=rows("related_posts", "position"),
        quotes=rows("quotes", "quote_number"),
        mentions=rows("mentions", "start"),
    )
