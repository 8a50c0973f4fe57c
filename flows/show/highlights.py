"""The quotations, speakers and mentions to highlight in the lines of a page."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from dateline.transforms.schema.content import Quote
from dateline.transforms.schema.names import Mention
from dateline.transforms.schema.pages import Line

HighlightKind: TypeAlias = Literal["quote", "speaker", "mention"]


@dataclass(frozen=True, slots=True)
class Highlight:
    """A span of a page's text to highlight; offsets are code points, end exclusive.

    `number` is the index of its quotation or mention among those of the page.
    """

    start: int
    end: int
    kind: HighlightKind
    number: int


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a line with the same highlights throughout."""

    text: str
    start: int
    highlights: tuple[Highlight, ...]

    @property
    def kinds(self) -> tuple[HighlightKind, ...]:
        """The kinds of its highlights, each once."""
        return tuple(dict.fromkeys(highlight.kind for highlight in self.highlights))


def highlights_of(quotes: Sequence[Quote], mentions: Sequence[Mention]) -> list[Highlight]:
    """The highlights of a page, ordered by offset."""
    found = [
        Highlight(segment.start, segment.end, "quote", number)
        for number, quote in enumerate(quotes)
        for segment in quote.segments
    ]
    found += [
        Highlight(quote.speaker_start, quote.speaker_end, "speaker", number)
        for number, quote in enumerate(quotes)
        if quote.speaker_start is not None and quote.speaker_end is not None
    ]
    found += [
        Highlight(mention.start, mention.end, "mention", number)
        for number, mention in enumerate(mentions)
    ]
    return sorted(found, key=lambda highlight: (highlight.start, highlight.end, highlight.kind))


def highlighted_lines(
    text: str, lines: Sequence[Line], highlights: Sequence[Highlight]
) -> Iterator[tuple[Line, tuple[Fragment, ...]]]:
    """Each line with its fragments, without line endings; takes time linear in the text.

    Args:
        text: the page's text.
        lines: the page's lines, in order.
        highlights: the page's highlights, ordered by offset.
    """
    pending = deque(highlights)
    active: list[Highlight] = []
    for line in lines:
        active = [highlight for highlight in active if highlight.end > line.start]
        active += _pop_until(pending, line.end)
        yield line, tuple(_fragments(text, line.start, line.end, active))


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
        yield Fragment(fragment, left, tuple(active))
