"""The list of articles: newest first, part by part, and only those that are asked for."""

from collections.abc import Iterator
from datetime import date

import pyarrow as pa
import pytest
from made_batches import tables, with_column

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage
from dateline.warehouse.read.articles import ArticleFilters, newest_articles

DAYS = (date(2026, 3, 1), date(2026, 3, 4), None, date(2026, 3, 2), date(2026, 3, 4))
OUTLETS = ("The Quay", "The Quay", "Harbour News", None, "Harbour News")
LANGUAGES = ("en", "nb", "en", "en", "en")
ALL = ArticleFilters()


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    folder = tmp_path_factory.mktemp("articles") / "lake"
    rows = tables(range(len(DAYS)))
    articles: pa.Table = rows["articles"]
    for name, values in (
        ("date_published", DAYS),
        ("publisher", OUTLETS),
        ("in_language", LANGUAGES),
    ):
        articles = with_column(articles, name, values)
    with Lake.open(folder) as writing:
        publish(writing, stage(writing.folder, rows | {"articles": articles}))
    with Lake.open(folder, read_only=True) as lake:
        yield lake


def listed(lake: Lake, filters: ArticleFilters, limit: int = 9, offset: int = 0) -> list[str]:
    """The `source_id` of what is listed."""
    found = newest_articles(lake, filters, limit=limit, offset=offset).articles
    return [article.source_id for article in found]


def test_the_newest_come_first_and_those_of_no_day_last(lake: Lake) -> None:
    sources = {row["source_id"]: row for row in lake.rows("FROM documents").dicts()}
    every = listed(lake, ALL)
    assert set(every) == set(sources)
    assert every[-1] == listed(lake, ArticleFilters("Harbour News"))[-1]
    assert set(every[:2]) == set(listed(lake, ArticleFilters(since=date(2026, 3, 4))))
    assert every[2:4] == [
        *listed(lake, ArticleFilters(since=date(2026, 3, 2), until=date(2026, 3, 3))),
        *listed(lake, ArticleFilters(until=date(2026, 3, 1))),
    ]


def test_parts_make_the_whole(lake: Lake) -> None:
    parts = [listed(lake, ALL, limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [it for part in parts for it in part] == listed(lake, ALL)
    assert parts[-1] == []
    assert newest_articles(lake, ALL, limit=2).article_count == len(DAYS)


def test_only_what_is_asked_for_is_listed(lake: Lake) -> None:
    assert len(listed(lake, ArticleFilters("The Quay"))) == 2
    assert len(listed(lake, ArticleFilters("The Quay", "nb"))) == 1
    assert listed(lake, ArticleFilters("the quay'; --")) == []
