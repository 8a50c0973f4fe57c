"""An article: its page line by line, with what was read there and why."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Literal

from fastapi import Path

from dateline.flows.jobs.explain import Explanation, explanation_of
from dateline.flows.show.highlights import Fragment, highlighted_lines, highlights_of
from dateline.flows.web.evidence import FieldEvidence, field_evidence, why_entity, why_speaker
from dateline.flows.web.page import WebPage
from dateline.transforms.schema.closed_sets import LineLabel
from dateline.transforms.schema.content import (
    Article,
    ArticleField,
    Quote,
    RelatedPost,
    TimeExpression,
)
from dateline.transforms.schema.names import Mention
from dateline.transforms.schema.pages import Document, Line
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.story_articles import PartInStory, part_in_story

LINES_OF_A_PAGE = 2_000
_OF_THE_ARTICLE = frozenset(
    {
        LineLabel.BODY,
        LineLabel.HEADLINE,
        LineLabel.SUBHEADLINE,
        LineLabel.SECTION,
        LineLabel.BYLINE,
        LineLabel.DATELINE,
        LineLabel.DATE,
        LineLabel.CREDIT,
        LineLabel.CAPTION,
    }
)


@dataclass(frozen=True, slots=True)
class ArticleAnswer:
    """The rows of one page, in the order of its text, and its article's part in a story."""

    document: Document
    article: Article | None
    article_fields: Sequence[ArticleField]
    lines: Sequence[Line]
    related_posts: Sequence[RelatedPost]
    quotes: Sequence[Quote]
    mentions: Sequence[Mention]
    times: Sequence[TimeExpression]
    story: PartInStory | None


def article(
    lake: Lake,
    document_id: Annotated[str, Path(pattern="^[0-9a-f]{64}$")],
    lines: Literal["all"] | None = None,
) -> ArticleAnswer:
    """Everything that the lake holds about one page; `lines=all` unfolds it for reading."""
    found: Explanation = explanation_of(lake, document_id)
    return ArticleAnswer(
        document=found.document,
        article=found.article,
        article_fields=found.article_fields,
        lines=found.lines,
        related_posts=found.related_posts,
        quotes=found.quotes,
        mentions=found.mentions,
        times=found.times,
        story=part_in_story(lake, document_id),
    )


@dataclass(frozen=True, slots=True)
class DrawnMention:
    """A name in the text: its entity, and why it names that."""

    entity_id: str
    kind: str
    why: Sequence[str]


@dataclass(frozen=True, slots=True)
class DrawnQuote:
    """A quotation, and why this speaker; `number` counts from 1."""

    number: int
    quote: Quote
    line_number: int | None
    why: Sequence[str]


@dataclass(frozen=True, slots=True)
class DrawnFragment:
    """A part of a line; `begun` are the quotations that begin with it."""

    text: str
    start: int
    is_quote: bool
    is_speaker: bool
    mention: DrawnMention | None
    begun: Sequence[DrawnQuote]


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line in parts."""

    line: Line
    fragments: Sequence[DrawnFragment]


@dataclass(frozen=True, slots=True)
class LineStretch:
    """Lines in a row that are of the article, or boilerplate that is folded away."""

    lines: Sequence[DrawnLine]
    is_folded: bool
    labels: str


@dataclass(frozen=True, slots=True)
class DrawnArticle:
    """A page as it is laid out."""

    stretches: Sequence[LineStretch]
    lines_left_out: int
    fields: Sequence[tuple[FieldEvidence, int | None]]
    missing_fields: Sequence[FieldEvidence]
    quotes: Sequence[DrawnQuote]


def drawn_article(answer: ArticleAnswer) -> DrawnArticle:
    """The answer as it is laid out."""
    shown = answer.lines[:LINES_OF_A_PAGE]
    quotes = [
        DrawnQuote(number, quote, _line_at(answer.lines, quote.start), why_speaker(quote))
        for number, quote in enumerate(answer.quotes, 1)
    ]
    mentions = [DrawnMention(it.entity_id, it.kind, why_entity(it)) for it in answer.mentions]
    highlights = highlights_of(answer.quotes, answer.mentions)
    begins: dict[int, list[DrawnQuote]] = defaultdict(list)
    for quote in quotes:
        begins[min((it.start for it in quote.quote.segments), default=-1)].append(quote)
    lines = [
        DrawnLine(line, [_drawn(fragment, mentions, begins) for fragment in fragments])
        for line, fragments in highlighted_lines(answer.document.text, shown, highlights)
    ]
    fields = list(field_evidence(answer.article, answer.article_fields, answer.document.text))
    return DrawnArticle(
        list(_stretches(lines)),
        len(answer.lines) - len(shown),
        [(field, _line_at(answer.lines, field.start)) for field in fields if field.value],
        [field for field in fields if not field.value],
        quotes,
    )


def _line_at(lines: Sequence[Line], offset: int | None) -> int | None:
    """The number of the line that an offset is in."""
    if offset is None or not lines:
        return None
    return lines[max(bisect_right(lines, offset, key=lambda line: line.start) - 1, 0)].line_number


def _drawn(
    fragment: Fragment,
    mentions: Sequence[DrawnMention],
    begins: Mapping[int, Sequence[DrawnQuote]],
) -> DrawnFragment:
    named = (it.number for it in fragment.highlights if it.kind == "mention")
    return DrawnFragment(
        text=fragment.text,
        start=fragment.start,
        is_quote="quote" in fragment.kinds,
        is_speaker="speaker" in fragment.kinds,
        mention=next((mentions[number] for number in named), None),
        begun=begins.get(fragment.start, ()),
    )


def _stretches(lines: Sequence[DrawnLine]) -> Iterator[LineStretch]:
    """Lines of the article and boilerplate in turn; a blank line goes with what is before it."""
    kinds: list[bool] = []
    for drawn in lines:
        is_blank = drawn.line.label == LineLabel.BLANK
        kinds.append(kinds[-1] if is_blank and kinds else drawn.line.label not in _OF_THE_ARTICLE)
    for is_folded, pairs in groupby(zip(kinds, lines, strict=True), key=lambda pair: pair[0]):
        stretch = [drawn for _, drawn in pairs]
        labels = Counter(it.line.label.replace("_", " ") for it in stretch)
        labels.pop(LineLabel.BLANK, None)
        yield LineStretch(stretch, is_folded, ", ".join(labels))


ARTICLE = WebPage("/articles/{document_id}", article, "article.html.j2", drawn=drawn_article)
