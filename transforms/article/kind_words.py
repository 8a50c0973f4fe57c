"""What an article's page says in words of the kind that it is: in its section, its headline, …."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Excerpt
from dateline.transforms.lines.label_codes import label_codes
from dateline.transforms.schema.closed_sets import Basis, LineLabel, PageKind
from dateline.transforms.text.page_kind_phrases import (
    KindPhrase,
    leading_phrases,
    opening_phrases,
    phrases_in_address,
    phrases_within,
    whole_phrases,
)

_LONGEST_SECTION = 40
_OPENING, _CLOSING, _LINES_BELOW = 3, 3, 10
_LONGEST_LIKELY_TITLE, _FEWEST_TITLE_WORDS = 150, 3
_ABOUT_LABELS = label_codes(
    LineLabel.BYLINE,
    LineLabel.DATE,
    LineLabel.RELATED_HEADLINE,
    LineLabel.LEGAL,
    LineLabel.SUBSCRIBE,
)
_MENU_LABELS = label_codes(LineLabel.NAVIGATION, LineLabel.SECTION)


@dataclass(frozen=True, slots=True)
class Sign:
    """What speaks for a kind: the rule that found it, and where it stands on the page.

    A weak one counts only beside others of the kind.
    """

    kind: PageKind
    rule: str
    spans: tuple[tuple[int, int], ...] = ()
    basis: Basis = Basis.STATED
    is_weak: bool = False


def told_signs(page: ArticlePage) -> Iterator[Sign]:
    """What the page says of its kind near its headline, the surest first."""
    headline = _headline(page)
    sections = tuple(_section_lines(page))
    for line in (*sections, *page.body[:_OPENING]):
        yield from _in(line, opening_phrases(line.text, "line_start"), "opening line")
    for line in headline:
        yield from _in(line, leading_phrases(line.text, "headline_start"), "headline opening")
    for line in sections:
        yield from _in(line, whole_phrases(line.text, "section"), "section")
    for line in headline:
        yield from _in(line, phrases_within(line.text, "headline"), "headline")
    for line in page.body[:_OPENING]:
        yield from _in(line, phrases_within(line.text, "opening"), "agency of releases")
    for phrase in whole_phrases(page.metadata.section or "", "section"):
        yield _beside_text(phrase, "section in metadata", Basis.METADATA)
    for phrase in phrases_in_address(page.page.url or ""):
        yield _beside_text(phrase, "folder of the address", Basis.URL)


def signs_in_text(page: ArticlePage) -> Iterator[Sign]:
    """The phrases in the text that speak for a kind; all of them are weak."""
    for line in page.paragraphs:
        yield from _in(line, phrases_within(line.text, "text"), "text")


def closing_signs(page: ArticlePage) -> Iterator[Sign]:
    """The phrases in the last lines of the text and below it that speak for a kind."""
    below = (page.excerpt(index) for index in page.zones.below[:_LINES_BELOW])
    for line in (*page.paragraphs[-_CLOSING:], *below):
        yield from _in(line, opening_phrases(line.text, "line_start"), "closing line")
        yield from _in(line, phrases_within(line.text, "closing"), "closing line")


def _headline(page: ArticlePage) -> tuple[Excerpt, ...]:
    """The headline, or where none is known the line above the body that may be one."""
    index, texts = page.header.headline, page.lines.texts
    if index is not None:
        return (page.excerpt(index),)
    above = (i for i in page.zones.above if page.labels.label[i] not in _ABOUT_LABELS)
    nearest = next((i for i in above if len(texts[i].split()) >= _FEWEST_TITLE_WORDS), None)
    line = page.body[0] if nearest is None else page.excerpt(nearest)
    return (line,) if len(line.text) <= _LONGEST_LIKELY_TITLE else ()


def _section_lines(page: ArticlePage) -> Iterator[Excerpt]:
    """Short lines that may name the section or the kind: above the headline, and below it."""
    labels, above = page.labels.label, page.zones.above
    if page.header.section is not None:
        yield page.excerpt(page.header.section)
    elif above:
        is_of_menu = len(above) > 1 and labels[above[0]] in _MENU_LABELS
        is_of_menu = is_of_menu and above[1] == above[0] - 1 and labels[above[1]] in _MENU_LABELS
        if not is_of_menu:
            yield page.excerpt(above[0])
    for index in page.zones.between:
        if len(page.lines.texts[index]) <= _LONGEST_SECTION:
            yield page.excerpt(index)


def _in(line: Excerpt, phrases: Iterable[KindPhrase], rule: str) -> Iterator[Sign]:
    for phrase in phrases:
        span = (line.start + phrase.start, line.start + phrase.end)
        yield Sign(PageKind(phrase.kind), rule, (span,), is_weak=phrase.is_weak)


def _beside_text(phrase: KindPhrase, rule: str, basis: Basis) -> Sign:
    return Sign(PageKind(phrase.kind), rule, (), basis, phrase.is_weak)
