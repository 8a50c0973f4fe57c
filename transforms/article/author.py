"""Who wrote the article, by the bylines near its headline and body."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from dateline import seeds
from dateline.transforms.article.metadata import contradicted, people_in
from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Excerpt, Reading
from dateline.transforms.lines.label_codes import LABEL_CODES, RULE_CODES, label_codes
from dateline.transforms.schema.closed_sets import Basis, EntityKind, LineLabel
from dateline.transforms.text.bylines import (
    Byline,
    opening_author,
    opens_byline,
    read_byline,
)
from dateline.transforms.text.newsrooms import newsroom_in_line, organisation_in_byline
from dateline.transforms.text.person_names import is_known_name, is_likely_name
from dateline.transforms.text.titles import title_key

_DATE = LABEL_CODES[LineLabel.DATE]
_BIO = LABEL_CODES[LineLabel.AUTHOR_BIO]
_WHOLE_PHRASE = RULE_CODES["whole_line_phrase"]
_BYLINE_LABELS = frozenset((_DATE, LABEL_CODES[LineLabel.BYLINE]))
_UNEXPLAINED_LABELS = label_codes(LineLabel.OTHER, LineLabel.NAVIGATION)
_CREDITING_LABELS = _BYLINE_LABELS | _UNEXPLAINED_LABELS
_LONGEST_BARE_NAME = 60
_EMAIL = re.compile(r"[\w.+-]{1,60}@[\w-]+(?:\.[\w-]+){1,4}")
# So many paragraphs name whom a text is about.
_TELLING_PARAGRAPHS = 3


@dataclass(frozen=True, slots=True)
class AuthorReading(Reading[tuple[str, ...]]):
    """Who wrote the article, and whether they are people or one organisation."""

    kind: EntityKind | None = None

    def columns(self, field: str) -> Iterator[tuple[str, object]]:
        """The columns of `articles` that it fills."""
        yield field, self.value
        yield f"{field}_kind", self.kind


def read_author(page: ArticlePage) -> AuthorReading:
    """Read the people in the first zone that names any, or else an organisation credited there.

    A byline that says `by` goes before. Bylines of the same kind right under each other name
    several authors. The metadata's authors are taken where the page names none, or only some of
    them.
    """
    people = people_in(page.metadata.authors)
    for zone in page.zones:
        bylines = {
            position: byline
            for position in range(len(zone))
            if (byline := _byline(page, zone, position)) and byline.names
        }
        first = _likeliest(page, zone, bylines)
        if first is not None:
            names = list(_names_together(page, zone, bylines, first))
            return _with_others(_stated(names, EntityKind.PERSON), people)
        if not people and (organisation := _organisation(page, zone)):
            return _stated([organisation], EntityKind.ORGANISATION)
    if people:
        return AuthorReading(people, Basis.METADATA, kind=EntityKind.PERSON)
    return AuthorReading((), "no byline near the article")


@cache
def _capital_nouns() -> frozenset[str]:
    """The languages in which any noun has a capital, so that a capital makes no name."""
    rows = seeds.lexicon("quoting_languages")
    return frozenset(row["language"] for row in rows if row["capital_nouns"] == "yes")


def _stated(names: Sequence[Excerpt], kind: EntityKind) -> AuthorReading:
    texts = tuple(dict.fromkeys(name.text for name in names))
    spans = tuple((name.start, name.end) for name in names)
    return AuthorReading(texts, Basis.STATED, spans, kind=kind)


def _organisation(page: ArticlePage, zone: Sequence[int]) -> Excerpt | None:
    """The newsroom, agency or organisation that a line of a zone says wrote the article."""
    for position, index in enumerate(zone):
        if page.labels.label[index] not in _CREDITING_LABELS:
            continue
        line = page.excerpt(index)
        if span := organisation_in_byline(line.text):
            return line.part(*span)
        is_near = page.labels.label[index] in _BYLINE_LABELS or _is_beside_a_date(
            page, zone, position
        )
        if is_near and (span := newsroom_in_line(line.text)):
            return line.part(*span)
    return None


def _likeliest(page: ArticlePage, zone: Sequence[int], bylines: Mapping[int, Byline]) -> int | None:
    """The position of the first byline that says `by`, or else of the first that may be one.

    A name on a line of its own is no byline if the headline or the text tells of its bearer; of
    several names, one whose surname the text has often is the least likely.
    """
    for position, byline in bylines.items():
        if byline.is_said:
            return position
    names = {
        position: [page.lines.texts[zone[position]][start:end] for start, end in byline.names]
        for position, byline in bylines.items()
    }
    if (page.language or "").split("-")[0] in _capital_nouns():
        names = {p: own for p, own in names.items() if all(map(is_known_name, own))}
    untold = [p for p, own in names.items() if not any(_is_told_of(page, name) for name in own)]
    strange = [
        p for p in untold if not any(_is_often_in_text(page, n.split()[-1]) for n in names[p])
    ]
    return next(iter((*strange, *untold)), None)


def _is_told_of(page: ArticlePage, name: str) -> bool:
    """Whether the headline or several paragraphs hold a name: one may tell of the author."""
    index = page.header.headline
    if index is not None and name in page.lines.texts[index]:
        return True
    return _is_often_in_text(page, name)


def _is_often_in_text(page: ArticlePage, name: str) -> bool:
    return sum(name in paragraph.text for paragraph in page.paragraphs) >= _TELLING_PARAGRAPHS


def _with_others(stated: AuthorReading, people: tuple[str, ...]) -> AuthorReading:
    """The authors that the page states, or those of the metadata where they are these and more."""
    known, others = ({title_key(name) for name in names} for names in (stated.value or (), people))
    if known < others:
        return replace(stated, value=people, basis=Basis.METADATA)
    return stated if others <= known else replace(stated, against=contradicted(", ".join(people)))


def _names_together(
    page: ArticlePage, zone: Sequence[int], bylines: Mapping[int, Byline], first: int
) -> Iterator[Excerpt]:
    """The names of the first byline and of those of its kind under it, with or without e-mails."""
    for position in range(first, len(zone)):
        byline = bylines.get(position)
        if byline is None and _EMAIL.fullmatch(page.lines.texts[zone[position]].strip()):
            continue
        if byline is None or byline.is_said != bylines[first].is_said:
            return
        line = page.excerpt(zone[position])
        names = [line.part(*span) for span in byline.names]
        if position > first and not _are_likely_names(page, (name.text for name in names)):
            return
        yield from names


def _byline(page: ArticlePage, zone: Sequence[int], position: int) -> Byline | None:
    """The byline in a line of a zone."""
    text = page.lines.texts[zone[position]]
    label = page.labels.label[zone[position]]
    if label == _BIO and (name := opening_author(text)):
        return Byline((name,), is_said=True)
    if label in _BYLINE_LABELS:
        return _labelled_byline(page, zone, position)
    if label in _UNEXPLAINED_LABELS and len(text) <= _LONGEST_BARE_NAME:
        return _bare_byline(page, zone, position)
    return None


def _labelled_byline(page: ArticlePage, zone: Sequence[int], position: int) -> Byline | None:
    byline = read_byline(page.lines.texts[zone[position]], is_likely=True)
    is_said_above = byline is not None and _is_under_by(page, zone, position)
    return Byline(byline.names, is_said=True) if byline and is_said_above else byline


def _bare_byline(page: ArticlePage, zone: Sequence[int], position: int) -> Byline | None:
    """The byline in a line that nothing explains, if it is a name under `By` or beside a date."""
    text = page.lines.texts[zone[position]]
    is_said = _is_under_by(page, zone, position)
    if not (is_said or _is_beside_a_date(page, zone, position)):
        return None
    byline = read_byline(text, is_likely=True)
    if byline and _are_likely_names(page, (text[slice(*name)] for name in byline.names)):
        return Byline(byline.names, is_said)
    return None


def _is_under_by(page: ArticlePage, zone: Sequence[int], position: int) -> bool:
    """Whether the line of the zone right above a line opens a byline: `By`."""
    above = max((index for index in zone if index < zone[position]), default=None)
    return above is not None and (opens_byline(page.lines.texts[above]) or _heads_bio(page, above))


def _heads_bio(page: ArticlePage, index: int) -> bool:
    """Whether a line is the heading above what a page says of the author: `About the author`."""
    return bool(page.labels.label[index] == _BIO and page.labels.rule[index] == _WHOLE_PHRASE)


def _is_beside_a_date(page: ArticlePage, zone: Sequence[int], position: int) -> bool:
    beside = (*zone[max(position - 1, 0) : position], *zone[position + 1 : position + 2])
    return any(page.labels.label[index] == _DATE for index in beside)


def _are_likely_names(page: ArticlePage, names: Iterator[str]) -> bool:
    is_english = page.language == "en"
    return all(is_likely_name(name, is_english=is_english) for name in names)
