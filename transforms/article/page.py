"""A page that has an article, as its fields see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dateline.transforms.article.date_clues import DateClues
from dateline.transforms.article.reading import DateReading, Excerpt
from dateline.transforms.article.stated_dates import (
    StatedDate,
    date_line_indices,
    find_stated_dates,
    opening_date_end,
)
from dateline.transforms.article.zones import Zones, find_zones
from dateline.transforms.lines.header import Header
from dateline.transforms.lines.label_codes import LABEL_CODES, RULE_CODES
from dateline.transforms.lines.labels import Labels
from dateline.transforms.lines.splitting import Lines
from dateline.transforms.schema.closed_sets import LineLabel
from dateline.transforms.schema.content import Span
from dateline.transforms.text.dateline_parts import Dateline
from dateline.transforms.text.datelines import find_dateline
from dateline.transforms.text.language import identify_language
from dateline.transforms.text.page import Metadata, Page
from dateline.transforms.text.signatures import Signature, find_signature

# How many of the first paragraphs an outlet may sign its report in.
_SIGNED_WITHIN = 3


@dataclass(frozen=True, slots=True)
class FoundDateline:
    """A dateline and the line that it opens; `is_own_line` if nothing else stands in that line."""

    line: Excerpt
    dateline: Dateline
    is_own_line: bool


@dataclass(frozen=True, slots=True)
class SignedParagraph:
    """A paragraph in which the outlet names itself."""

    paragraph: Excerpt
    signature: Signature


@dataclass(frozen=True)
class ArticlePage:
    """One page of a batch, with what several of its fields are read from.

    `lines` and `labels` are those of the whole batch, `indices` the page's own lines in them, and
    every index of a line is one into the batch.
    """

    page: Page
    lines: Lines
    labels: Labels
    indices: range
    header: Header

    def excerpt(self, index: int) -> Excerpt:
        """A line without the white space around it."""
        text = self.lines.texts[index]
        start = self.page.text.index(text, int(self.lines.start[index])) if text else 0
        return Excerpt(text, start, start + len(text))

    def labelled(self, label: LineLabel) -> Iterator[Excerpt]:
        """The lines with a label, from the top down."""
        own = self.labels.label[self.indices.start : self.indices.stop]
        return map(
            self.excerpt, (np.flatnonzero(own == LABEL_CODES[label]) + self.indices.start).tolist()
        )

    def ruled(self, rule: str) -> Iterator[Excerpt]:
        """The lines that a rule labelled, from the top down."""
        own = self.labels.rule[self.indices.start : self.indices.stop]
        return map(
            self.excerpt, (np.flatnonzero(own == RULE_CODES[rule]) + self.indices.start).tolist()
        )

    @cached_property
    def zones(self) -> Zones:
        """Where bylines and dates stand."""
        return find_zones(self.lines.texts, self.labels, self.indices, self.header)

    @cached_property
    def body(self) -> tuple[Excerpt, ...]:
        """The body's lines as they stand, the dateline included."""
        return tuple(self.excerpt(index) for index in self.indices if self.labels.is_body[index])

    @cached_property
    def dateline(self) -> FoundDateline | None:
        """The dateline, on a line of its own or at the start of the first paragraph."""
        opening = self.body[0]
        alone = next(self.labelled(LineLabel.DATELINE), None)
        if alone is None:
            dateline = find_dateline(opening.text)
        else:
            dateline = find_dateline(f"{alone.text} {opening.text}")
        if dateline is None:
            return None
        return FoundDateline(alone or opening, dateline, is_own_line=alone is not None)

    @cached_property
    def paragraphs(self) -> tuple[Excerpt, ...]:
        """The body's lines, the dateline cut off."""
        opening, *others = self.body
        if self.dateline and not self.dateline.is_own_line:
            opening = opening.part(self.dateline.dateline.rest, len(opening.text))
        return (opening, *others)

    @cached_property
    def dated_spans(self) -> tuple[Span, ...]:
        """The lines that date or sign the article, and the dateline that opens its text."""
        lines = [
            line
            for label in (LineLabel.DATE, LineLabel.BYLINE, LineLabel.DATELINE)
            for line in self.labelled(label)
        ]
        opening, behind = self.body[0], self.paragraphs[0]
        lines.append(opening.part(0, behind.start - opening.start))
        return tuple(Span(line.start, line.end) for line in lines if line.text)

    @cached_property
    def text(self) -> str:
        """The article's text."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)

    @cached_property
    def language(self) -> str | None:
        """The text's language as a BCP 47 tag; None where there is too little text to tell."""
        return identify_language(self.text)

    @cached_property
    def signed(self) -> SignedParagraph | None:
        """The first of the opening paragraphs in which the outlet names itself."""
        for paragraph in self.paragraphs[:_SIGNED_WITHIN]:
            if signature := find_signature(paragraph.text):
                return SignedParagraph(paragraph, signature)
        return None

    @cached_property
    def metadata(self) -> Metadata:
        """What came with the page; empty where nothing did."""
        return self.page.metadata or Metadata()

    @cached_property
    def date_clues(self) -> DateClues:
        """What shows which day a date near the article means."""
        fetched_at = self.page.fetched_at
        return DateClues(
            lines=[line.text for lines in self._dated_lines for line in lines],
            text=self.page.text,
            url=self.page.url,
            language=self.language,
            fetched=fetched_at.date() if fetched_at else None,
        )

    @cached_property
    def stated_dates(self) -> tuple[StatedDate, ...]:
        """The dates that the lines near the article state, and the one that opens its text."""
        return find_stated_dates(*self._dated_lines, self.date_clues)

    @cached_property
    def _dated_lines(self) -> tuple[tuple[Excerpt, ...], tuple[Excerpt, ...]]:
        """The lines that may date the article, near its headline and below, the likeliest first."""
        indices = date_line_indices(self.lines.texts, self.labels.label, self.zones)
        lines, far = (list(map(self.excerpt, zone)) for zone in indices)
        dateline, opening = self.dateline, self.body[0]
        dateline_end = dateline.dateline.end if dateline and not dateline.is_own_line else 0
        # Some outlets open the first paragraph with the day: `06.11.23 - The town hall …`.
        if end := opening_date_end(opening.text, dateline_end):
            lines.append(opening.part(0, end))
        return tuple(lines), tuple(far)

    def likeliest_date(self, role: str) -> DateReading | None:
        """The likeliest date, of `published` or `modified`, that the page states."""
        dates = [date for date in self.stated_dates if date.role == role]
        return min(dates, key=lambda date: date.rank).reading if dates else None
