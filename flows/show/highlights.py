"""Where on a page its quotations, speakers and names stand, for whoever draws the page."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, TypeAlias

Mark: TypeAlias = Literal["quote", "speaker", "mention"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a page's text to mark; offsets are code points, the end exclusive."""

    start: int
    end: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line that has the same marks throughout."""

    text: str
    marks: tuple[Mark, ...]


def spans(quotes: Sequence[Mapping[str, Any]], mentions: Sequence[Mapping[str, Any]]) -> list[Span]:
    """The stretches to mark on a page, by their place; rows are as in the tables."""
    found = [
        Span(segment["start"], segment["end"], "quote")
        for quote in quotes
        for segment in quote["segments"]
    ]
    found += [
        Span(quote["speaker_start"], quote["speaker_end"], "speaker")
        for quote in quotes
        if quote["speaker_start"] is not None
    ]
    found += [Span(mention["start"], mention["end"], "mention") for mention in mentions]
    return sorted(found, key=lambda span: (span.start, span.end, span.mark))


def marked_lines(
    text: str, lines: Sequence[Mapping[str, Any]], spans: Sequence[Span]
) -> Iterator[tuple[Mapping[str, Any], tuple[Piece, ...]]]:
    """Each line with its pieces, without its line end; takes time linear in the text.

    Args:
        text: the page's text.
        lines: its rows in `lines`, in their order.
        spans: what to mark, by beginning.
    """
    pending = deque(spans)
    active: list[Span] = []
    for line in lines:
        start, end = line["start"], line["end"]
        active = [span for span in active if span.end > start]
        active += _taken(pending, before=end)
        yield line, tuple(_pieces(text, start, end, active))


def _taken(pending: deque[Span], *, before: int) -> Iterator[Span]:
    """The spans that begin before a place, taken from the front of those that are left."""
    while pending and pending[0].start < before:
        yield pending.popleft()


def _pieces(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Piece]:
    edges = {start, end}
    for span in spans:
        edges |= {max(span.start, start), min(span.end, end)}
    pending, active = deque(spans), list[Span]()
    for left, right in pairwise(sorted(edges)):
        active = [span for span in active if span.end > left]
        active += _taken(pending, before=right)
        piece = text[left:right].rstrip("\r\n") if right == end else text[left:right]
        yield Piece(piece, tuple(dict.fromkeys(span.mark for span in active)))
