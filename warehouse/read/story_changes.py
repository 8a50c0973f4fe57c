"""What differs between the articles of a story, and between versions of a page."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import duckdb
import pyarrow as pa

from dateline.transforms.schema.closed_sets import ChangedUnit
from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.stories import StoryChange
from dateline.transforms.stories.changes import FoundChange, find_changes, split_sentences
from dateline.transforms.stories.text_identity import text_id
from dateline.warehouse.catalog.snapshots import registered
from dateline.warehouse.lookup.contents import ArticleContent, content_of, quotes_by_page

# A story, an article of it, and what that is compared with.
Compared = tuple[str, str, str]


def changes_of(compared: Sequence[Compared], contents: Mapping[str, ArticleContent]) -> pa.Table:
    """The rows of `story_changes` for some articles; texts of the same words have no changes.

    Args:
        compared: The articles, each with what it is compared with.
        contents: What both sides have, by page.
    """
    sentences = {
        page: split_sentences(content.body, content.starts) for page, content in contents.items()
    }

    def found(own: str, other: str) -> Iterator[FoundChange]:
        yield from find_changes(ChangedUnit.SENTENCE, sentences[own], sentences[other])
        own_quotations, quotations = contents[own].quotations, contents[other].quotations
        yield from find_changes(ChangedUnit.QUOTATION, own_quotations, quotations)

    return to_arrow(
        StoryChange,
        (
            _row(story_id, own, number, other, change)
            for story_id, own, other in sorted(compared, key=lambda pair: pair[1])
            if text_id(contents[own].body) != text_id(contents[other].body)
            for number, change in enumerate(found(own, other))
        ),
    )


def all_changes(
    connection: duckdb.DuckDBPyConnection,
    compared: str,
    *,
    articles: str,
    documents: str,
    quotes: str,
) -> pa.Table:
    """The rows of `story_changes` for all articles.

    Args:
        connection: Where the tables are.
        compared: The query for `story_id`, `document_id` and `compared_document_id`.
        articles: What FROM takes for the articles.
        documents: The same for their documents.
        quotes: The same for their quotations.
    """
    pairs = connection.execute(compared).fetchall()
    pages = {page for _, *both in pairs for page in both}
    contents = contents_in(connection, pages, articles=articles, documents=documents, quotes=quotes)
    return changes_of(pairs, contents)


def contents_in(
    connection: duckdb.DuckDBPyConnection,
    pages: Collection[str],
    *,
    articles: str,
    documents: str,
    quotes: str,
) -> dict[str, ArticleContent]:
    """What those of some pages have that are in tables, as `all_changes` takes these."""
    wanted_pages = pa.table({"document_id": pa.array(sorted(pages), pa.string())})
    with registered(connection, wanted_pages=wanted_pages):
        wanted = "SEMI JOIN wanted_pages USING (document_id)"
        rows = connection.execute(
            "SELECT document_id, d.text, a.article_body, coalesce(q.quotes, []) "
            f"FROM (FROM {articles} {wanted}) AS a JOIN {documents} AS d USING (document_id) "
            f"LEFT JOIN ({quotes_by_page(f'(FROM {quotes} {wanted})')}) AS q USING (document_id)"
        ).fetchall()
    return {page: content_of(text, body, quoted) for page, text, body, quoted in rows}


def _row(story_id: str, own: str, number: int, other: str, found: FoundChange) -> StoryChange:
    here, there = found.own, found.other
    return StoryChange(
        story_id=story_id,
        document_id=own,
        change_number=number,
        compared_document_id=other,
        unit=found.unit,
        change=found.change,
        start=here.start if here else None,
        end=here.end if here else None,
        other_start=there.start if there else None,
        other_end=there.end if there else None,
    )
