"""The way of a page from its text to rows: every step of understanding it, in order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

import pyarrow as pa

from dateline.transforms.article.assembly import assemble
from dateline.transforms.article.own_fields import NO_FIELDS, OwnFields
from dateline.transforms.article.related_posts import find_related_posts
from dateline.transforms.identity.forms import with_forms, with_speaker_forms
from dateline.transforms.lines.body_choice import choose_body
from dateline.transforms.lines.labels import label_lines
from dateline.transforms.lines.model import score_lines
from dateline.transforms.lines.repetition import Repetition, find_boilerplate, note_repetition
from dateline.transforms.lines.splitting import split_lines
from dateline.transforms.lines.table import line_table
from dateline.transforms.names import find_all_mentions
from dateline.transforms.places import place_mentions
from dateline.transforms.quotes import read_quotes
from dateline.transforms.quotes.languages.roles import with_roles
from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.content import (
    Article,
    ArticleField,
    Quote,
    RelatedPost,
    TimeExpression,
)
from dateline.transforms.schema.names import Mention
from dateline.transforms.stories.sketches import sketch_table
from dateline.transforms.text.page import Page
from dateline.transforms.text.titles import TitleClues
from dateline.transforms.times import find_anchor, find_times


@dataclass(frozen=True, slots=True)
class Parsed:
    """The rows of a batch of pages, one Arrow table per row type, columns as declared."""

    lines: pa.Table
    articles: pa.Table
    article_fields: pa.Table
    related_posts: pa.Table
    quotes: pa.Table
    mentions: pa.Table
    times: pa.Table
    sketches: pa.Table


def parse(page: Page, fields: OwnFields = NO_FIELDS) -> Parsed:
    """Understand one page: a batch of one."""
    return parse_batch([page], fields=fields)


def parse_batch(
    pages: Sequence[Page], repetition: Repetition | None = None, fields: OwnFields = NO_FIELDS
) -> Parsed:
    """Understand pages; how they are batched and in which order makes no difference to a row.

    Args:
        pages: The pages.
        repetition: What other pages tell about the lines of these, where that is known.
        fields: The fields of the article that are read for `article_fields`.
    """
    lines = split_lines([page.text for page in pages])
    scores = score_lines(lines)
    choice = choose_body(lines, scores)
    clues = [TitleClues(page.title, page.url) for page in pages]
    if repetition is None:
        labels = label_lines(lines, scores, choice, clues)
    else:
        boilerplate = find_boilerplate(lines, scores.body, choice.is_body, repetition)
        is_own = boilerplate < 0
        choice = replace(
            choice, is_body=choice.is_body & is_own, by_stretch=choice.by_stretch & is_own
        )
        labels = label_lines(lines, scores, choice, clues)
        labels = note_repetition(labels, boilerplate, repetition)
    found = [assemble(page, lines, labels, index, fields) for index, page in enumerate(pages)]
    with_pages = [(a, page) for a, page in zip(found, pages, strict=True) if a is not None]
    articles = [article for article, _ in with_pages]
    passages = [article.passages for article in articles]
    mentions = list(map(with_roles, passages, find_all_mentions(passages)))
    quotes = [
        read_quotes(article.passages, mentioned)
        for article, mentioned in zip(articles, mentions, strict=True)
    ]
    times = [
        find_times(article.passages, article.dated, find_anchor(article.article, page.fetched_at))
        for article, page in with_pages
    ]
    mentions = [
        with_forms(
            place_mentions(
                article.passages,
                sorted((*mentioned, *read.mentions), key=lambda mention: mention.start),
                article.article.dateline,
            )
        )
        for article, mentioned, read in zip(articles, mentions, quotes, strict=True)
    ]
    rows = to_arrow(Article, [article.article for article in articles])
    return Parsed(
        lines=line_table(pages, lines, labels),
        articles=rows,
        article_fields=to_arrow(
            ArticleField, chain.from_iterable(article.own_fields for article in articles)
        ),
        related_posts=to_arrow(RelatedPost, find_related_posts(pages, lines, labels)),
        quotes=to_arrow(
            Quote,
            chain.from_iterable(
                with_speaker_forms(read.quotes, mentioned)
                for read, mentioned in zip(quotes, mentions, strict=True)
            ),
        ),
        mentions=to_arrow(Mention, chain.from_iterable(mentions)),
        times=to_arrow(TimeExpression, chain.from_iterable(times)),
        sketches=sketch_table(rows),
    )
