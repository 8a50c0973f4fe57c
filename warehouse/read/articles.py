"""The articles of a lake as a list: newest first, by outlet, language and day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.name_tables import LISTED_ARTICLE, has_name_tables
from dateline.warehouse.catalog.own_queries import look_up
from dateline.warehouse.catalog.parameters import placeholders


@dataclass(frozen=True, slots=True)
class ArticleFilters:
    """Which articles are listed; dates are of publication, both inclusive."""

    outlet: str | None = None
    language: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article as a list names it; `outlet` is its publisher, or the host of its address."""

    document_id: str
    source_id: str
    headline: str | None
    outlet: str | None
    date_published: str | None
    in_language: str | None
    word_count: int


@dataclass(frozen=True, slots=True)
class ListedArticles:
    """A part of a list, and how many articles there are in all of it."""

    articles: Sequence[ListedArticle]
    article_count: int


_KEYS_OF_ARTICLES = """
    SELECT document_id, count(*) OVER () FROM articles {outlets}
    WHERE ($1 IS NULL OR {outlet} = $1) AND ($2 IS NULL OR in_language = $2)
        AND ($3 IS NULL OR date_published >= $3) AND ($4 IS NULL OR date_published <= $4)
    ORDER BY date_published DESC NULLS LAST, document_id LIMIT {limit} OFFSET {offset}
"""
_ROWS_OF_ARTICLES = """
    SELECT document_id, source_id, headline, coalesce(publisher, {host}) AS outlet,
        date_published_text AS date_published, in_language, word_count
    FROM articles JOIN documents USING (document_id) LEFT JOIN fingerprints USING (document_id)
    WHERE document_id IN ({ids})
"""
_FILTERED_PAGES = """
    FROM memory.by_name.pages AS p WHERE has_article
        AND ($1 IS NULL OR outlet = $1) AND ($2 IS NULL OR in_language = $2)
        AND ($3 IS NULL OR day >= $3) AND ($4 IS NULL OR day <= $4)
"""
_ARTICLES_BY_ID = f"""
    SELECT {LISTED_ARTICLE} FROM memory.by_name.pages AS p
    WHERE has_article AND document_id IN ({{ids}})
"""


def newest_articles(
    lake: Lake, filters: ArticleFilters, *, limit: int, offset: int = 0
) -> ListedArticles:
    """Articles, the newest first, and those of an unknown day last."""
    asked = [filters.outlet, filters.language, filters.since, filters.until]
    if has_name_tables(lake):
        part = f"{_FILTERED_PAGES} ORDER BY number LIMIT {limit} OFFSET {offset}"
        rows = look_up(lake, f"SELECT {LISTED_ARTICLE} {part}", asked)
        listed = [ListedArticle(*row) for row in rows]
        ((count,),) = look_up(lake, f"SELECT count(*) {_FILTERED_PAGES}", asked)
        return ListedArticles(listed, count)
    host = lake.column("fingerprints", "host")
    is_of_outlet = filters.outlet is not None
    query = _KEYS_OF_ARTICLES.format(
        outlets="LEFT JOIN fingerprints USING (document_id)" if is_of_outlet else "",
        outlet=f"coalesce(publisher, {host})" if is_of_outlet else "NULL",
        limit=limit,
        offset=offset,
    )
    found = list(look_up(lake, query, asked))
    ids = [str(document_id) for document_id, _ in found]
    return ListedArticles(articles_by_id(lake, ids), found[0][1] if found else 0)


def articles_by_id(lake: Lake, document_ids: Sequence[str]) -> Sequence[ListedArticle]:
    """The articles of pages, in their order; a page without an article is left out."""
    if not document_ids:
        return ()
    ids = placeholders(document_ids)
    if has_name_tables(lake):
        query = _ARTICLES_BY_ID.format(ids=ids)
    else:
        query = _ROWS_OF_ARTICLES.format(host=lake.column("fingerprints", "host"), ids=ids)
    found = {row["document_id"]: row for row in look_up(lake, query, document_ids).dicts()}
    return [ListedArticle(**found[it]) for it in document_ids if it in found]
