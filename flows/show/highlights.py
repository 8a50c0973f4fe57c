"""The quotations, speakers and mentions to highlight in the lines of a page."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, TypeAlias

HighlightKind: TypeAlias = Literal["quote", "speaker", "mention"]


@dataclass(frozen=True, slots=True)
class Highlight:
    """A span of a page's text to highlight; offsets are code points, end exclusive."""

    start: int
    end: int
    kind: HighlightKind


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a line with the same highlights throughout."""

    text: str
    kinds: tuple[HighlightKind, ...]


def highlights_of(
    quotes: Sequence[Mapping[str, Any]], mentions: Sequence[Mapping[str, Any]]
) -> list[Highlight]:
    """The highlights of a page, ordered by offset; rows are as in the tables."""
    found = [
        Highlight(segment["start"], segment["end"], "quote")
        for quote in quotes
        for segment in quote["segments"]
    ]
    found += [
        Highlight(quote["speaker_start"], quote["speaker_end"], "speaker")
        for quote in quotes
        if quote["speaker_start"] is not None
    ]
    found += [Highlight(mention["start"], mention["end"], "mention") for mention in mentions]
    return sorted(found, key=lambda highlight: (highlight.start, highlight.end, highlight.kind))


def highlighted_lines(
    text: str, lines: Sequence[Mapping[str, Any]], highlights: Sequence[Highlight]
) -> Iterator[tuple[Mapping[str, Any], tuple[Fragment, ...]]]:
    """Each line with its fragments, without line endings; takes time linear in the text.

    Args:
        text: the page's text.
        lines: its rows in `lines`, in order.
        highlights: the page's highlights, ordered by offset.
    """
    pending = deque(highlights)
    active: list[Highlight] = []
    for line in lines:
        start, end = line["start"], line["end"]
        active = [highlight for highlight in active if highlight.end > start]
        active += _pop_until(pending, end)
        yield line, tuple(_fragments(text, start, end, active))


def _pop_until(pending: deque[Highlight], offset: int) -> Iterator[Highlight]:
    """Remove and yield the highlights that begin before an offset."""
    while pending and pending[0].start < offset:
        yield pending.popleft()


def _fragments(
    text: str, start: int, end: int, highlights: Sequence[Highlight]
) -> Iterator[Fragment]:
    edges = {start, end}
    for highlight in highlights:
        edges |= {max(highlight.start, start), min(highlight.end, end)}
    pending, active = deque(highlights), list[Highlight]()
    for left, right in pairwise(sorted(edges)):
        active = [highlight for highlight in active if highlight.end > left]
        active += _pop_until(pending, right)
        fragment = text[left:right].rstrip("\r\n") if right == end else text[left:right]
        yield Fragment(fragment, tuple(dict.fromkeys(highlight.kind for highlight in active)))
