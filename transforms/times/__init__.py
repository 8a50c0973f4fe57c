"""The times that an article names: where, of which kind, and which days are meant."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache

from dateline.seeds import lexicon
from dateline.transforms.schema.closed_sets import AnchorBasis, TimeKind
from dateline.transforms.schema.content import Article, Span, TimeExpression
from dateline.transforms.text.dates import DateMention, find_dates
from dateline.transforms.text.lexicon import any_phrase
from dateline.transforms.text.passages import ArticleText
from dateline.transforms.times.expressions import Expression, find_expressions
from dateline.transforms.times.meanings import (
    DEPENDS_ON_TENSE,
    Half,
    Length,
    Meaning,
    Repeated,
    Stated,
)
from dateline.transforms.times.periods import Period
from dateline.transforms.times.resolution import Anchor, Context, Resolved, resolve

_NEXT_WORDS = re.compile(r",?(?:\s[\w'’]+){1,3}")
# How many characters back a word of tense is looked for.
_TENSE_REACH = 200
_END_OF_SENTENCE = re.compile(r"[.!?][\"”’]?\s")


def find_anchor(article: Article, fetched_at: datetime | None) -> Anchor | None:
    """Find the day that an article speaks from: its dateline's, or of publication, or of fetching.

    Args:
        article: The article's row.
        fetched_at: When the page was fetched.
    """
    fetched = fetched_at.date() if fetched_at else None
    published = article.date_published
    near = published or fetched
    stated = next(find_dates(article.dateline), None) if article.dateline else None
    day = _nearest_day(stated, near) if stated else None
    if day:
        return Anchor(day, AnchorBasis.DATELINE)
    if published:
        return Anchor(published, AnchorBasis.PUBLICATION)
    return Anchor(fetched, AnchorBasis.FETCHING) if fetched else None


def _nearest_day(mention: DateMention, near: date | None) -> date | None:
    """The day of a date; one without its year is the last such day up to a day nearby."""
    if mention.value or near is None or mention.day is None or mention.ambiguous:
        return mention.value
    for year in (near.year, near.year - 1):
        try:
            day = date(year, mention.month, mention.day)
        except ValueError:
            continue
        # A page may be dated a day before its dateline, by time zones.
        if (day - near).days <= 1:
            return day
    return None


def find_times(
    article: ArticleText, dated: Sequence[Span], anchor: Anchor | None
) -> list[TimeExpression]:
    """Find the time expressions of an article and resolve them.

    English only; in other languages dates in figures and month names are found.

    Args:
        article: The document's text and the passages of it that are the article.
        dated: Spans beside the passages that are searched, too: date lines, the dateline.
        anchor: The day that relative times are counted from.

    Returns:
        One row an expression, ordered by `start`; none overlaps another.
    """
    rows: list[TimeExpression] = []
    named: Period | None = None
    # A tale goes on over paragraphs behind a day or a month; a year alone is soon left again.
    year: int | None = None
    is_exact = False
    passages = (Span(passage.start, passage.end) for passage in article.passages)
    for span in sorted((*passages, *dated), key=lambda one: one.start):
        text = article.text[span.start : span.end]
        year = year if is_exact else None
        for expression in find_expressions(text):
            context = Context(anchor, named, year, _is_future(text, expression))
            resolved = resolve(expression.meaning, context)
            if resolved.period is not None:
                named = resolved.period
                year = _told_year(expression.meaning, resolved, year)
                is_exact = resolved.period.is_within_a_month
            rows.append(_row(article, span, expression, resolved))
    return rows


def _row(
    article: ArticleText, span: Span, expression: Expression, resolved: Resolved
) -> TimeExpression:
    start, end = span.start + expression.start, span.start + expression.end
    anchor = resolved.anchor
    return TimeExpression(
        document_id=article.document_id,
        start=start,
        end=end,
        text=article.text[start:end],
        kind=_kind(expression),
        value=resolved.value,
        anchor=anchor.day if anchor else None,
        anchor_basis=anchor.basis if anchor else None,
        rule=expression.rule,
    )


def _told_year(meaning: Meaning, resolved: Resolved, year: int | None) -> int | None:
    """The year that a tale has come to: the last one stated, until the text's own day is meant."""
    if isinstance(meaning, Stated) and resolved.period:
        return resolved.period.first.year if resolved.period.is_within_a_year else year
    is_told_from_anchor = resolved.anchor and resolved.anchor.basis != AnchorBasis.TEXT
    return None if is_told_from_anchor else year


def _kind(expression: Expression) -> TimeKind:
    if isinstance(expression.meaning, Length | Half):
        return TimeKind.DURATION
    return TimeKind.SET if isinstance(expression.meaning, Repeated) else TimeKind.DATE


@cache
def _future() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_phrase('time_words', 'future')}\b", re.IGNORECASE)


@cache
def _tense_words() -> re.Pattern[str]:
    past = "|".join(
        re.escape(form)
        for row in lexicon("reporting_verbs")
        for form in (row["past"] or f"{row['verb'].removesuffix('e')}ed",)
    )
    return re.compile(rf"(?P<future>{_future().pattern})|\b(?:{past})\b", re.IGNORECASE)


def _is_future(text: str, expression: Expression) -> bool:
    """Whether the last word of tense before an expression speaks of the future, or the next word.

    Only its own sentence counts: `on Sunday I'll go`, `it will open on Sunday`, but not `the firm
    will open it, he said on Sunday`.
    """
    if not isinstance(expression.meaning, DEPENDS_ON_TENSE):
        return False
    before = _END_OF_SENTENCE.split(
        text[max(0, expression.start - _TENSE_REACH) : expression.start]
    )[-1]
    told = [match["future"] for match in _tense_words().finditer(before)]
    if told and told[-1]:
        return True
    behind = _NEXT_WORDS.match(text, expression.end)
    return not told and behind is not None and _future().search(behind.group()) is not None
