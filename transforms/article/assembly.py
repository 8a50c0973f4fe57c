"""One page's article, put together from its labelled lines, with the evidence for each field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from transforms.article.publication_date import (
    Candidate,
    DateFound,
    find_publication,
    opening_date_end,
    says_role,
)
from transforms.article.publisher import Signature, copyright_holder, find_signature
from transforms.lines.labels import RULES, Labels
from transforms.lines.phrases import DECORATION
from transforms.lines.shapes import source_credit
from transforms.lines.splitting import Lines
from transforms.schema.closed_sets import LABELS
from transforms.schema.content import Article, Evidence
from transforms.stories import story_id
from transforms.text.bylines import Byline, is_likely_name, opens_byline, read_byline
from transforms.text.datelines import Dateline, find_dateline
from transforms.text.language import identify_language
from transforms.text.page import Page
from transforms.text.passages import ArticleText, Passage, PassageKind

_CODE = {name: place for place, name in enumerate(LABELS)}
_BYLINE, _DATE, _CREDIT, _LEGAL = (_CODE[n] for n in ("byline", "date", "credit", "legal"))
_SUBHEADLINE = _CODE["subheadline"]
_DATELINE = _CODE["dateline"]
_PUBLISHER_LINE = RULES.index("publisher_line")


# How far from the headline and the body a byline or a date still is the article's own.
_NEAR = 8
_LONGEST_DATED = 200


# Below these, a page speaks of other articles and of its readers.
_ELSEWHERE = frozenset(_CODE[n] for n in ("related_heading", "related_headline", "comments"))
_DATED = frozenset((_DATE, _BYLINE))
_SIGNED_WITHIN = 3
_LONGEST_BARE_NAME = 60
_UNEXPLAINED = frozenset(_CODE[n] for n in ("other", "navigation"))
_LOOSE = frozenset(_CODE[n] for n in ("other", "navigation", "subheadline", "credit", "comments"))


@dataclass(frozen=True, slots=True)
class Assembled:
    """An article's row and the passages that make it up."""

    article: Article
    passages: ArticleText


@dataclass(frozen=True, slots=True)
class _Text:
    """A field's value and where it stands in the document's text."""

    value: str
    start: int
    end: int


def assemble(page: Page, lines: Lines, labels: Labels, document: int) -> Assembled | None:
    """Put a page's article together; None for a page without one.

    Args:
        page: The page.
        lines: All lines of the batch.
        labels: Their labels.
        document: The page's place in the batch.
    """
    header = labels.headers[document]
    if not header.body:
        return None
    view = _View(page, lines, labels, range(*lines.offsets[document : document + 2].tolist()))
    body = [p for p in view.places if labels.is_body[p]]
    opening = view.text(body[0])
    paragraphs = [view.text(p) for p in body]
    alone = view.optional(view.first(_DATELINE))
    if alone:
        dated, dateline = alone, find_dateline(f"{alone.value} {opening.value}")
    else:
        dated, dateline = opening, find_dateline(opening.value)
        if dateline:
            paragraphs[0] = view.part(opening, dateline.rest, len(opening.value))
    article_body = "\n\n".join(paragraph.value for paragraph in paragraphs)
    headline = view.optional(header.headline)
    subheadline = view.optional(view.first(_SUBHEADLINE))
    section = view.undecorated(header.section)
    language = identify_language(article_body)
    zones = view.zones(header.headline, header.body)
    authors = view.authors(zones, is_english=language == "en")
    published, modified = find_publication(
        view.date_candidates(zones, opening, dateline.end if dateline and not alone else 0),
        page.url,
        page.metadata,
        language,
        page.fetched_at.date() if page.fetched_at else None,
        page.text,
    )
    signed = view.signed(paragraphs)
    publisher = view.publisher(signed)
    source = view.source(dateline, dated, signed)
    place = view.part(dated, *dateline.place) if dateline and dateline.place else None
    dateline_text = view.part(dated, 0, dateline.end) if dateline else None
    evidence = [
        _evidence("headline", headline, "no line stands as a headline above the body"),
        _evidence("alternative_headline", subheadline, "no standfirst under the headline"),
        _evidence("article_section", section, "no section's name above the headline"),
        *(
            [_evidence("author", author, "") for author in authors]
            or [_evidence("author", None, "no byline near the article")]
        ),
        _evidence("publisher", publisher, "the page does not name its publisher"),
        _evidence("source_organization", source, "no agency or source is credited"),
        _evidence("dateline", dateline_text, "the first paragraph opens without one"),
        _evidence("location_created", place, "no dateline names a place"),
        _date_evidence("date_published", published),
        _date_evidence("date_modified", modified),
        Evidence(
            "in_language", None, None, "identified from the body" if language else "too little text"
        ),
    ]
    article = Article(
        document_id=page.document_id,
        headline=_value(headline),
        alternative_headline=_value(subheadline),
        article_section=_value(section),
        author=tuple(dict.fromkeys(author.value for author in authors)),
        publisher=_value(publisher),
        source_organization=_value(source),
        dateline=_value(dateline_text),
        location_created=_value(place),
        date_published=published.value,
        date_published_text=published.edtf,
        date_published_precision=published.precision,
        date_published_basis=published.basis,
        date_modified=modified.value,
        date_modified_text=modified.edtf,
        date_modified_precision=modified.precision,
        date_modified_basis=modified.basis,
        in_language=language,
        article_body=article_body,
        word_count=len(article_body.split()),
        story_id=story_id(article_body),
        evidence=tuple(evidence),
    )
    titles = ((headline, PassageKind.HEADLINE), (subheadline, PassageKind.SUBHEADLINE))
    passages = (
        *(Passage(text.start, text.end, kind) for text, kind in titles if text),
        *(Passage(p.start, p.end, PassageKind.PARAGRAPH) for p in paragraphs),
    )
    return Assembled(article, ArticleText(page.document_id, page.text, passages, language))


def _value(found: _Text | None) -> str | None:
    return None if found is None else found.value


def _evidence(field: str, found: _Text | None, reason: str) -> Evidence:
    if found is None:
        return Evidence(field, None, None, reason)
    return Evidence(field, found.start, found.end, "stated")


def _date_evidence(field: str, found: DateFound) -> Evidence:
    return Evidence(field, found.start, found.end, found.basis or found.reason)


@dataclass(frozen=True, slots=True)
class _Signed:
    """A paragraph in which the outlet names itself."""

    paragraph: _Text
    signature: Signature


@dataclass(frozen=True, slots=True)
class _View:
    """One document within its batch."""

    page: Page
    lines: Lines
    labels: Labels
    places: range

    def text(self, place: int) -> _Text:
        """A line without the white space around it."""
        value = self.lines.texts[place]
        start = self.page.text.index(value, int(self.lines.start[place])) if value else 0
        return _Text(value, start, start + len(value))

    def first(self, label: int) -> int | None:
        """The place of the document's first line with a label."""
        own = self.labels.label[self.places.start : self.places.stop]
        found = np.flatnonzero(own == label)
        return self.places.start + int(found[0]) if len(found) else None

    def optional(self, place: int | None) -> _Text | None:
        return None if place is None else self.text(place)

    def undecorated(self, place: int | None) -> _Text | None:
        """A line without the bullets and brackets around it."""
        if place is None:
            return None
        whole = self.text(place)
        start = len(whole.value) - len(whole.value.lstrip(DECORATION))
        return self.part(whole, start, len(whole.value.rstrip(DECORATION)))

    def part(self, whole: _Text, start: int, end: int) -> _Text:
        """A part of a line, without the white space around it."""
        value = whole.value[start:end]
        lead = len(value) - len(value.lstrip())
        value = value.strip()
        return _Text(value, whole.start + start + lead, whole.start + start + lead + len(value))

    def zones(self, headline: int | None, body: range) -> list[list[int]]:
        """Where bylines and dates stand: under the headline, in the opening, above, below."""
        texts = self.lines.texts
        anchor = body.start if headline is None else headline
        # The text may begin above its main run: with a note, or a summary before a long list.
        start = next(
            (p for p in range(anchor + 1, body.start) if self.labels.is_body[p]), body.start
        )
        between = [p for p in range(anchor + 1, start) if any(map(str.isalnum, texts[p]))]
        if len(between) > 4 * _NEAR:
            between = [*between[: 2 * _NEAR], *between[-2 * _NEAR :]]
        opening = [
            p for p in range(start, min(body.stop, start + 2 * _NEAR)) if not self.labels.is_body[p]
        ]
        above = [p for p in range(anchor - 1, self.places.start - 1, -1) if texts[p]][:_NEAR]
        below = [p for p in range(body.stop, self.places.stop) if texts[p]][: 2 * _NEAR]
        return [between, opening, self._own(above, behind=1), self._own(below, behind=0)]

    def _own(self, zone: Sequence[int], behind: int) -> list[int]:
        """The lines of a zone as far as it speaks of this article, not of others.

        Above the headline, the date of another article stands between its headline and ours: so
        many lines `behind` the first one about others are left out too.
        """
        own = list(takewhile(lambda p: self.labels.label[p] not in _ELSEWHERE, zone))
        return own if len(own) == len(zone) else own[: len(own) - behind]

    def authors(self, zones: Sequence[Sequence[int]], *, is_english: bool) -> list[_Text]:
        """The names in the first zone that has any; a byline that says `by` goes before.

        Bylines of the same kind right under each other name several authors.
        """
        for zone in zones:
            named = {
                at: byline
                for at in range(len(zone))
                if (byline := self.byline(zone, at, is_english=is_english)) and byline.names
            }
            if named:
                first = next((at for at in named if named[at].is_said), next(iter(named)))
                return list(self._names_together(zone, named, first, is_english=is_english))
        return []

    def _names_together(
        self, zone: Sequence[int], named: Mapping[int, Byline], first: int, *, is_english: bool
    ) -> Iterator[_Text]:
        """The names of the first byline and of those of its kind right under it."""
        for at in range(first, len(zone)):
            byline = named.get(at)
            if byline is None or byline.is_said != named[first].is_said:
                return
            line = self.text(zone[at])
            names = [self.part(line, *span) for span in byline.names]
            if at > first and not all(
                is_likely_name(name.value, is_english=is_english) for name in names
            ):
                return
            yield from names

    def byline(self, zone: Sequence[int], at: int, *, is_english: bool) -> Byline | None:
        """The byline in a line of a zone.

        A line that nothing explains is one too, if it is a name under `By` or beside a date.
        """
        texts, label = self.lines.texts, self.labels.label
        text = texts[zone[at]]
        is_said = at > 0 and opens_byline(texts[zone[at - 1]])
        if label[zone[at]] in _DATED:
            byline = read_byline(text, is_likely=True)
            return Byline(byline.names, is_said=True) if byline and is_said else byline
        if label[zone[at]] not in _UNEXPLAINED or len(text) > _LONGEST_BARE_NAME:
            return None
        beside = [zone[n] for n in (at - 1, at + 1) if 0 <= n < len(zone)]
        if not (is_said or any(label[p] == _DATE for p in beside)):
            return None
        byline = read_byline(text, is_likely=True)
        if byline is None or not all(
            is_likely_name(text[slice(*name)], is_english=is_english) for name in byline.names
        ):
            return None
        return Byline(byline.names, is_said)

    def date_candidates(
        self, zones: Sequence[Sequence[int]], opening: _Text, dateline_end: int
    ) -> list[Candidate]:
        """Lines that may date the article, the likeliest first."""
        between, inside, above, below = zones
        labels = self.labels.label
        places = [
            *(p for p in between if labels[p] in _DATED),
            *(p for p in between if labels[p] in _LOOSE),
            *(p for zone in (inside, above, below) for p in zone if labels[p] in _DATED),
            *(p for p in above if labels[p] in _LOOSE),
            *(p for p in below if labels[p] in _LOOSE and says_role(self.lines.texts[p])),
        ]
        texts = [text for p in places if len((text := self.text(p)).value) <= _LONGEST_DATED]
        # Some outlets open the first paragraph with the day: `06.11.23 - The town hall …`.
        if end := opening_date_end(opening.value, dateline_end):
            texts.append(self.part(opening, 0, end))
        return [Candidate(text.value, text.start, rank) for rank, text in enumerate(texts)]

    def signed(self, paragraphs: Sequence[_Text]) -> _Signed | None:
        """The first of the opening paragraphs in which the outlet names itself."""
        for paragraph in paragraphs[:_SIGNED_WITHIN]:
            if signature := find_signature(paragraph.value):
                return _Signed(paragraph, signature)
        return None

    def publisher(self, signed: _Signed | None) -> _Text | None:
        """The outlet under `Published by`, or that signs the text, or that holds the copyright."""
        own = slice(self.places.start, self.places.stop)
        named = np.flatnonzero(self.labels.rule[own] == _PUBLISHER_LINE)
        if len(named):
            return self.text(self.places.start + int(named[0]))
        if signed:
            return self.part(signed.paragraph, *signed.signature.outlet)
        for place in (np.flatnonzero(self.labels.label[own] == _LEGAL) + own.start).tolist():
            if span := copyright_holder(self.lines.texts[place]):
                return self.part(self.text(place), *span)
        return None

    def source(
        self, dateline: Dateline | None, dated: _Text, signed: _Signed | None
    ) -> _Text | None:
        """The agency in the dateline, or the source that a line or the text itself credits."""
        if dateline and dateline.agency:
            return self.part(dated, *dateline.agency)
        own = slice(self.places.start, self.places.stop)
        for place in (np.flatnonzero(self.labels.label[own] == _CREDIT) + own.start).tolist():
            line = self.text(place)
            if span := source_credit(line.value):
                return self.part(line, *span)
        if signed and signed.signature.source:
            return self.part(signed.paragraph, *signed.signature.source)
        return None
