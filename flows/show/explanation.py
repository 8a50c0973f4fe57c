"""A page with its labelled lines, highlights and fields, for the terminal."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import chain
from textwrap import shorten

from rich.console import Console
from rich.text import Text

from dateline.flows.escaping import printable
from dateline.flows.jobs.explain import Explanation
from dateline.flows.show.highlights import Fragment, HighlightKind, highlighted_lines, highlights_of
from dateline.flows.show.terminal import plural
from dateline.transforms.schema.content import Article, ArticleField

_LABEL_COLOURS = {
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
_HIGHLIGHT_STYLES: dict[HighlightKind, str] = {
    "quote": "italic",
    "speaker": "underline",
    "mention": "bold",
}
_LONGEST_EXCERPT = 60
_FIELDS_OMITTED = frozenset({"document_id", "article_body", "evidence", "text_id"})


@dataclass(frozen=True, slots=True)
class FieldText:
    """A field of an article as text: its value, empty for null, and its basis with the offsets."""

    name: str
    value: str
    basis: str
    offsets: str


def field_texts(article: Article) -> Iterator[FieldText]:
    """The fields of an article as text."""
    for field in fields(article):
        if field.name in _FIELDS_OMITTED:
            continue
        value = getattr(article, field.name)
        text = "; ".join(value) if isinstance(value, tuple) else str(value)
        pieces = [piece for piece in article.evidence if piece.field == field.name]
        spans = [f"{piece.start}–{piece.end}" for piece in pieces if piece.start is not None]
        yield FieldText(
            field.name,
            "" if value is None else text,
            ", ".join(dict.fromkeys(piece.basis for piece in pieces)),
            spans[-1] if spans else "",
        )


def _own_text(field: ArticleField) -> FieldText:
    offsets = "" if field.start is None else f"{field.start}–{field.end}"
    return FieldText(field.field, field.value or "", field.basis or field.reason or "", offsets)


def print_explanation(console: Console, explained: Explanation) -> None:
    """Print the page line by line, then its fields with their evidence."""
    highlights = highlights_of(explained.quotes, explained.mentions)
    text = explained.document.text
    for line, fragments in highlighted_lines(text, explained.lines, highlights):
        colour = _LABEL_COLOURS.get(line.label, "bright_black")
        source = f"{line.label:<17}{line.rule[:26]:<27}{line.score:.2f}"
        console.print(
            Text(f"{line.line_number:>5} {source}  ", style=colour),
            Text.assemble(*(_styled(fragment, colour) for fragment in fragments)),
            sep="",
            soft_wrap=True,
        )
    console.print()
    _print_fields(console, explained)


def _styled(fragment: Fragment, colour: str) -> tuple[str, str]:
    return printable(fragment.text), " ".join(
        [colour, *(_HIGHLIGHT_STYLES[it] for it in fragment.kinds)]
    )


def _print_speakers(console: Console, explained: Explanation) -> None:
    """Print who said each quotation, by which rule and on what basis, and who else could have."""
    for quote in explained.quotes:
        excerpt = shorten(quote.text, _LONGEST_EXCERPT, placeholder="…")
        why = [quote.rule, quote.speaker_basis or quote.speaker_reason, f"{quote.confidence:.2f}"]
        if quote.speaker_text is not None and quote.speaker_text != quote.speaker:
            why.append(f"written as {quote.speaker_text!r}")
        if quote.speaker_candidates:
            why.append(f"or {', '.join(quote.speaker_candidates)}")
        console.print(
            Text.assemble(
                ("speaker", "bold"),
                " " * 19,
                printable(quote.speaker or "—"),
                (printable(f"  ({', '.join(filter(None, why))})"), "dim"),
                printable(f"  {excerpt}"),
            ),
            soft_wrap=True,
        )


def _print_fields(console: Console, explained: Explanation) -> None:
    if explained.article is None:
        console.print(Text("No article was found on this page.", style="bold"))
        return
    for field in chain(field_texts(explained.article), map(_own_text, explained.article_fields)):
        evidence = ", ".join(filter(None, (field.basis, field.offsets)))
        console.print(
            Text.assemble(
                (f"{field.name:<26}", "bold"),
                printable(field.value or "—"),
                (printable(f"  ({evidence})" if evidence else ""), "dim"),
            ),
            soft_wrap=True,
        )
    _print_speakers(console, explained)
    counts = (
        plural(len(explained.quotes), "quotation"),
        plural(len(explained.mentions), "mention"),
        plural(len(explained.times), "time expression"),
        plural(len(explained.related_posts), "related post"),
    )
    console.print(Text(", ".join(counts), style="dim"))
