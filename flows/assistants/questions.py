"""What each tool looks up: functions of an open lake, which a process of their own runs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from dateline.flows.assistants.answers import (
    ColumnMeaning,
    DocumentAnswer,
    DocumentText,
    ExplainAnswer,
    ExplainedPage,
    FoundText,
    FoundTexts,
    QuotationHit,
    QuotationHits,
    QuotationsAnswer,
    ResultRows,
    SearchToolAnswer,
    SqlToolAnswer,
    StoryTexts,
    StoryToolAnswer,
    TableMeaning,
    TablesAnswer,
)
from dateline.flows.assistants.limits import Allowance, AnswerLimits
from dateline.flows.jobs.explain import explanation
from dateline.flows.jobs.search import snippet_of
from dateline.flows.jobs.sql import columns_of
from dateline.flows.remedies import choose_from
from dateline.flows.show.data_dictionary import constraints
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog.ddl import duckdb_type
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.parameters import placeholders
from dateline.warehouse.catalog.views import VIEWS, described, views_in
from dateline.warehouse.errors import UsageError
from dateline.warehouse.read.documents import document_part
from dateline.warehouse.read.quotations import quotations_of
from dateline.warehouse.read.told_stories import told_story
from dateline.warehouse.search.query import Filters, Hit, Hits
from dateline.warehouse.search.query import search as find_hits
from dateline.warehouse.search.words import SearchQuery, parse_query

# Of an article's row, what an answer has elsewhere, or leaves to `document`.
_NOT_OF_THE_ARTICLE = ("article_body", "evidence", "document_id")


class NoSuchTableError(UsageError):
    """The lake has no table or view of this name."""


def tables(lake: Lake, limits: AnswerLimits, *, table: str | None = None) -> TablesAnswer:
    """The tables and views of the lake; of one, its columns."""
    there = {*lake.tables, *views_in(lake.connection)}
    known = {name: one for name, one in {**TABLES, **described()}.items() if name in there}
    if table is not None and table not in known:
        raise NoSuchTableError(f"table {table!r} does not exist; {choose_from(table, known)}")
    chosen = list(known.values()) if table is None else [known[table]]
    return TablesAnswer(
        lake.snapshot_id, [], [_meaning(one, with_columns=table is not None) for one in chosen]
    )


def sql(lake: Lake, limits: AnswerLimits, *, query: str, limit: int) -> SqlToolAnswer:
    """The rows of one query."""
    snapshot_id = lake.snapshot_id
    allowance = Allowance(limits.byte_count)
    result = lake.rows(query)
    rows = allowance.take(
        result, row_count=min(limit, limits.row_count), what="rows; ask for less, or for a sum"
    )
    if "document_id" not in result.names:
        allowance.notes.append(
            "no column document_id: select it, with start and end where a table has them, for an "
            "answer that can be checked on the pages"
        )
    return SqlToolAnswer(snapshot_id, allowance.notes, columns_of(result), ResultRows(rows))


def search(
    lake: Lake,
    limits: AnswerLimits,
    *,
    words: str,
    kind: str | None = None,
    outlet: str | None = None,
    speaker: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int,
) -> SearchToolAnswer:
    """Articles and quotations that have some words."""
    query = parse_query(words)
    filters = Filters(
        kind="quotation" if speaker or kind == "quotation" else "article" if kind else None,
        outlet=outlet,
        speaker=speaker,
        since=_day(since),
        until=_day(until),
    )
    row_count = min(limit, limits.row_count)
    found = find_hits(lake, query, filters, limit=row_count)
    allowance = Allowance(limits.byte_count)
    if not found.has_all:
        allowance.notes.append("nothing has all the words; these have at least one of them")
    taken = allowance.take(_hits(lake, found, query), row_count=row_count, what="hits")
    hits = [FoundText(**hit) for hit in taken]
    if found.count > len(found.hits):
        allowance.notes.append(f"first {len(hits):,} of {found.count:,}; narrow the search")
    return SearchToolAnswer(
        lake.snapshot_id,
        allowance.notes,
        found.count,
        FoundTexts(hits),
    )


def document(
    lake: Lake, limits: AnswerLimits, *, page: str, start: int = 0, length: int
) -> DocumentAnswer:
    """A page's article, and a part of its text."""
    # A character takes up to four bytes, or six as an escape; the fields take some more.
    longest = max(1, limits.byte_count // 8)
    part = document_part(lake, page, start=start, length=min(length, longest))
    allowance = Allowance(limits.byte_count)
    if part.end < part.text_length:
        allowance.notes.append(
            f"the text goes on: {part.text_length - part.end:,} characters from start={part.end}"
        )
    shown = DocumentText(
        document_id=part.document_id,
        source_id=part.source_id,
        url=part.url,
        fetched_at=None if part.fetched_at is None else part.fetched_at.isoformat(),
        story_id=part.story_id,
        article=None if part.article is None else _article(allowance, asdict(part.article)),
        start=part.start,
        end=part.end,
        text=part.text,
    )
    return DocumentAnswer(lake.snapshot_id, allowance.notes, part.text_length, shown)


def explain(
    lake: Lake, limits: AnswerLimits, *, page: str, first_line: int = 0, limit: int
) -> ExplainAnswer:
    """Why a page was read as it was."""
    explained = explanation(lake, page)
    text, article = explained.document.text, explained.article
    allowance = Allowance(limits.byte_count)
    row_count = min(limit, limits.row_count)
    evidence = () if article is None else article.evidence
    fields = allowance.take(evidence, row_count=limits.row_count, what="fields")
    lines = allowance.take(
        (
            {**asdict(one), "text": text[one.start : one.end]}
            for one in explained.lines[first_line:]
        ),
        row_count=row_count,
        what=f"lines; go on with first_line={first_line + row_count}",
    )
    quotes = allowance.take(explained.quotes, row_count=row_count, what="quotations")
    return ExplainAnswer(
        lake.snapshot_id,
        allowance.notes,
        len(explained.lines),
        ExplainedPage(
            explained.document.document_id,
            explained.document.source_id,
            None if article is None else _article(allowance, asdict(article)),
            fields,
            lines,
            quotes,
        ),
    )


def quotations(
    lake: Lake,
    limits: AnswerLimits,
    *,
    speaker: str,
    about: str | None = None,
    offset: int = 0,
    limit: int,
) -> QuotationsAnswer:
    """What a speaker said, about something or at all."""
    row_count = min(limit, limits.row_count)
    found = quotations_of(lake, speaker, about, limit=row_count, offset=offset)
    allowance = Allowance(limits.byte_count)
    speakers = allowance.take(found.speakers, row_count=row_count, what="entities so called")
    named = allowance.take(found.about, row_count=row_count, what="entities so called")
    taken = allowance.take(found.quotations, row_count=row_count, what="quotations")
    hits = [QuotationHit(**hit) for hit in taken]
    if len(found.speakers) > 1:
        allowance.notes.append("several are called so; choose one by its entity_id as `speaker`")
    if offset + len(hits) < found.count:
        allowance.notes.append(
            f"{len(hits):,} of {found.count:,} quotations; go on with offset={offset + len(hits)}"
        )
    return QuotationsAnswer(
        lake.snapshot_id,
        allowance.notes,
        found.count,
        QuotationHits(speakers, named, hits),
    )


def story(
    lake: Lake, limits: AnswerLimits, *, story: str, offset: int = 0, limit: int
) -> StoryToolAnswer:
    """A story's articles, and in what they differ."""
    row_count = min(limit, limits.row_count)
    told = told_story(
        lake,
        story,
        article_limit=row_count,
        difference_limit=row_count,
        article_offset=offset,
        difference_offset=offset,
    )
    allowance = Allowance(limits.byte_count)
    articles = allowance.take(told.articles, row_count=row_count, what="articles")
    differences = allowance.take(told.differences, row_count=row_count, what="differences")
    most = max(told.article_count, told.difference_count)
    if offset + row_count < most:
        allowance.notes.append(
            f"there are {told.article_count:,} articles and {told.difference_count:,} "
            f"differences; go on with offset={offset + row_count}"
        )
    return StoryToolAnswer(
        lake.snapshot_id,
        allowance.notes,
        told.article_count,
        told.difference_count,
        StoryTexts(
            told.story_id,
            told.topic_id,
            told.origin_document_id,
            told.agency,
            articles,
            differences,
        ),
    )


def _meaning(table: Table, *, with_columns: bool) -> TableMeaning:
    columns = [
        ColumnMeaning(
            column.name,
            duckdb_type(column.annotation),
            column.nullable,
            column.declared.meaning,
            constraints(column),
        )
        for column in (table.columns if with_columns else ())
    ]
    view = VIEWS.get(table.name)
    return TableMeaning(
        table.qualified_name,
        view is not None,
        table.meaning,
        columns,
        view.example if view is not None and with_columns else None,
    )


def _article(allowance: Allowance, row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: allowance.plain(value)
        for name, value in row.items()
        if name not in _NOT_OF_THE_ARTICLE
    }


def _hits(lake: Lake, found: Hits, query: SearchQuery) -> Iterator[dict[str, Any]]:
    """The hits with where they stand, found again in the text of their pages."""
    ids = sorted({hit.document_id for hit in found.hits})
    texts = dict(_of_pages(lake, "document_id, text", "documents", ids))
    spans = {
        (document_id, number): (start, end)
        for document_id, number, start, end in _of_pages(
            lake, 'document_id, quote_number, start, "end"', "quotes", ids
        )
    }
    for hit in found.hits:
        quote = spans.get((hit.document_id, hit.quote_number), (None, None))
        yield _hit(hit, query, texts[hit.document_id], quote)


def _hit(
    hit: Hit, query: SearchQuery, text: str, quote: tuple[int | None, int | None]
) -> dict[str, Any]:
    passage = snippet_of(hit, query).text.strip("…")
    # A body is put together of lines, so that a passage over two of them stands nowhere.
    start = text.find(passage)
    return {
        "kind": hit.kind,
        "document_id": hit.document_id,
        "quote_number": hit.quote_number,
        "quote_start": quote[0],
        "quote_end": quote[1],
        "source_id": hit.source_id,
        "headline": hit.headline,
        "outlet": hit.outlet,
        "date_published": hit.published,
        "speaker": hit.speaker,
        "quotation": hit.quotation,
        "passage": passage,
        "start": start if start >= 0 else None,
        "end": start + len(passage) if start >= 0 else None,
    }


def _of_pages(
    lake: Lake, columns: str, table: str, ids: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    if not ids:
        return
    query = f"SELECT {columns} FROM {table} WHERE document_id IN ({placeholders(ids)})"
    yield from lake.rows(query, ids)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise UsageError(f"invalid day: {text!r}; write it as 2026-03-01") from None
