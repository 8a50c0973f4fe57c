"""`dateline explain`: a page with every line's label, rule and score, and its fields marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.text import Text

from flows.escaping import printable
from flows.show.highlights import Mark, Piece, marked_lines, spans
from warehouse.catalog.lake import Lake

_COLOURS = {
    "body": "green",
    "headline": "bold yellow",
    "subheadline": "yellow",
    "section": "cyan",
    "byline": "cyan",
    "dateline": "cyan",
    "date": "cyan",
    "credit": "cyan",
    "caption": "magenta",
    "related_heading": "blue",
    "related_headline": "blue",
    "related_teaser": "blue",
    "related_age": "blue",
}
_MARKS: dict[Mark, str] = {"quote": "italic", "speaker": "underline", "mention": "bold"}


class NoSuchDocumentError(LookupError):
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
            f'no page goes by {name!r}; `dateline sql "SELECT source_id FROM documents"` lists them'
        )
    if len(found) > 1:
        several = ", ".join(str(document_id)[:12] for document_id in found)
        raise NoSuchDocumentError(
            f"more than one page goes by {name!r}: {several}; name one of these"
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


def print_explanation(console: Console, explained: Explanation) -> None:
    """Draw the page: one row a line, then the fields with their evidence."""
    marks = spans(explained.quotes, explained.mentions)
    for line, pieces in marked_lines(explained.document["text"], explained.lines, marks):
        colour = _COLOURS.get(line["label"], "bright_black")
        given = f"{line['label']:<17}{line['rule'][:26]:<27}{line['score']:.2f}"
        gutter = f"{line['line_number']:>5} {given}  "
        console.print(
            Text(gutter, style=colour),
            Text.assemble(*(_styled(piece, colour) for piece in pieces)),
            sep="",
            soft_wrap=True,
        )
    console.print()
    _print_fields(console, explained)


def _styled(piece: Piece, colour: str) -> tuple[str, str]:
    """A piece of a line; what is escaped for the terminal keeps its marks in place."""
    return printable(piece.text), " ".join([colour, *(_MARKS[mark] for mark in piece.marks)])


def _print_fields(console: Console, explained: Explanation) -> None:
    article = explained.article
    if article is None:
        console.print(Text("No article was found on this page.", style="bold"))
        return
    bases = {evidence["field"]: evidence for evidence in article["evidence"]}
    for field in article:
        if field in {"document_id", "article_body", "evidence", "story_id"}:
            continue
        value = article[field]
        shown = "; ".join(value) if isinstance(value, list) else value
        evidence = bases.get(field)
        basis = "" if evidence is None else f"  ({evidence['basis']}{_place(evidence)})"
        console.print(
            Text.assemble(
                (f"{field:<26}", "bold"),
                printable("—" if shown in (None, "") else str(shown)),
                (printable(basis), "dim"),
            ),
            soft_wrap=True,
        )
    counts = (
        f"{len(explained.quotes)} quotations, {len(explained.mentions)} mentions, "
        f"{len(explained.related_posts)} related posts"
    )
    console.print(Text(counts, style="dim"))


def _place(evidence: Mapping[str, Any]) -> str:
    return "" if evidence["start"] is None else f", {evidence['start']}–{evidence['end']}"
