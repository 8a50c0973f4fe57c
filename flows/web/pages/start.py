"""Where one begins: what the lake holds, and its newest articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.flows.web.page import WebPage
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.articles import ArticleFilters, ListedArticle, newest_articles
from dateline.warehouse.read.row_counts import row_counts

_NEWEST = 10
_TABLES_SHOWN = ("articles", "quotes", "entities", "stories")


@dataclass(frozen=True, slots=True)
class Start:
    """How many rows tables have, and the newest articles."""

    row_counts: Mapping[str, int]
    newest: Sequence[ListedArticle]


def start(lake: Lake) -> Start:
    """What the lake holds, and its newest articles."""
    return Start(
        row_counts(lake, _TABLES_SHOWN),
        newest_articles(lake, ArticleFilters(), limit=_NEWEST).articles,
    )


START = WebPage("/", start, "start.html.j2")
