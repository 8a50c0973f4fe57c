"""`dateline explain`: a page with every line's label, rule and score, and its fields marked."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from rich.console import Console
from rich.text import Text

from flows.terminal import printable
from warehouse.lake import Lake

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
_MARKS = {"speaker": "underline", "quote": "italic"}


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
    text = explained.document["text"]
    pending = deque(_spans(explained))
    spans: list[tuple[int, int, str]] = []
    for line in explained.lines:
        start, end = line["start"], line["end"]
        spans = [*(span for span in spans if span[1] > start), *_taken(pending, before=end)]
        colour = _COLOURS.get(line["label"], "bright_black")
        given = f"{line['label']:<17}{line['rule'][:26]:<27}{line['score']:.2f}"
        gutter = f"{line['line_number']:>5} {given}  "
        console.print(
            Text(gutter, style=colour),
            _marked(text, start, end, colour, spans),
            sep="",
            soft_wrap=True,
        )
    console.print()
    _print_fields(console, explained)


def _taken(pending: deque[tuple[int, int, str]], *, before: int) -> Iterator[tuple[int, int, str]]:
    """The spans that begin before a place, taken from the front of those that are left."""
    while pending and pending[0][0] < before:
        yield pending.popleft()


def _spans(explained: Explanation) -> list[tuple[int, int, str]]:
    """Stretches to mark, as start, end, style."""
    spans = []
    for quote in explained.quotes:
        spans += [(piece["start"], piece["end"], _MARKS["quote"]) for piece in quote["segments"]]
        if quote["speaker_start"] is not None:
            spans.append((quote["speaker_start"], quote["speaker_end"], _MARKS["speaker"]))
    spans += [(mention["start"], mention["end"], "bold") for mention in explained.mentions]
    return sorted(spans)


def _marked(
    text: str, start: int, end: int, colour: str, spans: Sequence[tuple[int, int, str]]
) -> Text:
    """The line with its marks; what is escaped for the terminal keeps its marks in place.

    `spans` are those that reach into the line, by their beginning.
    """
    edges = {start, end}
    for first, last, _ in spans:
        edges |= {max(first, start), min(last, end)}
    pending, active = deque(spans), list[tuple[int, int, str]]()
    marked = Text()
    for left, right in pairwise(sorted(edges)):
        active = [span for span in active if span[1] > left]
        active += _taken(pending, before=right)
        styles = [colour, *(style for _, _, style in active)]
        piece = text[left:right].rstrip("\r\n") if right == end else text[left:right]
        marked.append(printable(piece), style=" ".join(dict.fromkeys(styles)))
    return marked


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
