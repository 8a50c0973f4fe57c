"""A page with its lines, labels and marked fields, for a terminal."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from flows.escaping import printable
from flows.jobs.explain import Explanation
from flows.show.highlights import Mark, Piece, marked_lines, spans

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
