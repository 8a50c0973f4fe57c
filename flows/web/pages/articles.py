"""The articles, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.flows.web.page import (
    ROWS_OF_A_PAGE,
    OptionalDay,
    OptionalWords,
    PageNumber,
    Paging,
    WebPage,
    offset_of,
)
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.articles import ArticleFilters, ListedArticle, newest_articles


@dataclass(frozen=True, slots=True)
class ArticleList:
    """Articles, the newest first, and which part of their list they are."""

    articles: Sequence[ListedArticle]
    paging: Paging


def articles(
    lake: Lake,
    outlet: OptionalWords = None,
    language: OptionalWords = None,
    since: OptionalDay = None,
    until: OptionalDay = None,
    page: PageNumber = 1,
) -> ArticleList:
    """Articles, the newest first; of an outlet by its name, in a language by its BCP 47 tag."""
    found = newest_articles(
        lake,
        ArticleFilters(outlet, language, since, until),
        limit=ROWS_OF_A_PAGE,
        offset=offset_of(page),
    )
    return ArticleList(found.articles, Paging(page, found.article_count))


ARTICLES = WebPage(
    "/articles", articles, "articles.html.j2", menu="Articles", table=lambda it: it.articles
)
