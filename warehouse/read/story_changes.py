"""What differs between the articles of a story, and between versions of a page."""

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from dateline.transforms.schema.closed_sets import ChangedUnit
from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.stories import StoryChange
from dateline.transforms.stories.changes import FoundChange, Wording, find_changes, split_sentences
from dateline.warehouse.catalog.snapshots import in_their_files, registered


def changes_of(
    connection: duckdb.DuckDBPyConnection,
    compared: str,
    *,
    articles: str,
    documents: str,
    quotes: str,
) -> pa.Table:
    """The rows of `story_changes` for some articles.

    Args:
        connection: Where the tables are.
        compared: The query for `story_id`, `document_id` and `compared_document_id`.
        articles: The same for the articles.
        documents: The same for their documents.
        quotes: The same for their quotations.
    """
    pairs = connection.execute(f"{compared} ORDER BY document_id").fetchall()
    if not pairs:
        return to_arrow(StoryChange, ())
    pages = pa.table({"document_id": sorted({page for _, *both in pairs for page in both})})
    with registered(connection, changed_pages=pages):
        articles, documents, quotes = (
            in_their_files(connection, rows, "changed_pages", "document_id")
            for rows in (articles, documents, quotes)
        )
        # The text_id of both sides is not compared in SQL: DuckDB would begin with that.
        texts = connection.execute(
            "SELECT document_id, a.text_id, d.text, a.article_body "
            f"FROM (FROM {articles} SEMI JOIN changed_pages USING (document_id)) AS a "
            f"JOIN {documents} AS d USING (document_id)"
        ).fetchall()
        quoted = connection.execute(
            f'SELECT document_id, text, start, "end" FROM {quotes} '
            "SEMI JOIN changed_pages USING (document_id) ORDER BY document_id, start"
        ).fetchall()
    text_ids = {page: text_id for page, text_id, *_ in texts}
    pairs = [pair for pair in pairs if text_ids[pair[1]] != text_ids[pair[2]]]
    sentences = {page: split_sentences(text, body) for page, _, text, body in texts}
    quotations: dict[str, list[Wording]] = {page: [] for page in sentences}
    for page, text, start, end in quoted:
        quotations[page].append(Wording(text, start, end))

    def found(own: str, other: str) -> Iterator[FoundChange]:
        yield from find_changes(ChangedUnit.SENTENCE, sentences[own], sentences[other])
        yield from find_changes(ChangedUnit.QUOTATION, quotations[own], quotations[other])

    return to_arrow(
        StoryChange,
        (
            _row(story_id, own, number, other, change)
            for story_id, own, other in pairs
            for number, change in enumerate(found(own, other))
        ),
    )


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
