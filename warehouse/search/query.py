"""Full text over articles and quotations, ranked.

Words are looked up in the index of `warehouse.search.index`; what is shown comes from
the lake.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.name_tables import has_name_tables
from dateline.warehouse.catalog.own_queries import look_up
from dateline.warehouse.catalog.page_rows import rows_of_pages
from dateline.warehouse.catalog.parameters import execute, placeholders
from dateline.warehouse.catalog.results import QueryResult
from dateline.warehouse.search.index import reading_index
from dateline.warehouse.search.word_forms import QueryForms
from dateline.warehouse.search.words import Phrase, SearchQuery, folded

Kind = Literal["article", "quotation"]

_VALID = "{0}.added <= :snapshot AND ({0}.removed IS NULL OR {0}.removed > :snapshot)"
_NO_LIMIT = -1
_LANGUAGES = "SELECT language FROM languages ORDER BY language"
# A word of the headline counts as three of the text.
_FIND = f"""
    WITH ranked AS MATERIALIZED (
        SELECT rowid AS entry_id, bm25(words, 3.0, 1.0, 1.0, 1.0) AS score
        FROM words WHERE words MATCH :words
    )
    SELECT e.document, e.quote_number, score, count(*) OVER ()
    FROM ranked JOIN entries e USING (entry_id)
    WHERE {_VALID.format("e")}
        AND (:kind IS NULL OR (e.quote_number IS NULL) = (:kind = 'article'))
        AND (:speaker IS NULL OR instr(e.speaker, :speaker) > 0)
        AND (:language IS NULL OR e.language = :language)
        AND (:documents IS NULL
            OR lower(hex(e.document)) IN (SELECT value FROM json_each(:documents)))
        AND (coalesce(:outlet, :since, :until) IS NULL OR EXISTS (
            SELECT 1 FROM entries a
            WHERE a.document = e.document AND a.quote_number IS NULL AND {_VALID.format("a")}
                AND (:outlet IS NULL OR instr(a.outlet, :outlet) > 0)
                AND (:since IS NULL OR a.published >= :since)
                AND (:until IS NULL OR a.published <= :until)
        ))
    ORDER BY score, e.document, e.quote_number LIMIT :limit
"""
# By lists of bound ids: of a join, the texts of all pages would be read.
_ROWS = """
    WITH texts AS (
        SELECT document_id, headline, publisher, source_organization, date_published_text,
            article_body, in_language
        FROM lake.articles AT (VERSION => {snapshot}) WHERE document_id IN ({ids})
    ),
    pages AS (
        SELECT document_id, source_id
        FROM lake.documents AT (VERSION => {snapshot}) WHERE document_id IN ({ids})
    ),
    hosts AS (
        SELECT document_id, {host} AS host
        FROM lake.fingerprints AT (VERSION => {snapshot}) WHERE document_id IN ({ids})
    ),
    quotations AS (
        SELECT document_id, quote_number, text, coalesce(speaker, speaker_text) AS speaker
        FROM lake.quotes AT (VERSION => {snapshot}) WHERE document_id IN ({ids})
        UNION ALL SELECT document_id, NULL, NULL, NULL FROM pages
    )
    SELECT document_id, quote_number, source_id, headline,
        coalesce(publisher, source_organization, host) AS outlet,
        date_published_text AS published, speaker, text AS quotation, article_body AS body,
        in_language AS language
    FROM quotations JOIN pages USING (document_id)
    LEFT JOIN texts USING (document_id) LEFT JOIN hosts USING (document_id)
"""
_SHOWN_PAGES = """
    SELECT document_id, source_id, headline, crediting_outlet AS outlet,
        date_published AS published, in_language AS language
    FROM memory.by_name.pages WHERE document_id IN ({ids})
"""
_QUOTATION_COLUMNS = ("document_id", "quote_number", "text", "speaker", "speaker_text")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which rows are looked through; a row without the field that is asked for is left out.

    `outlet` and `speaker` are words of the name, in their order. Of an outlet the publisher, the
    credited source and the host of the address count. Dates are of publication, both inclusive.
    `language` is a BCP 47 tag; `document_ids` are the only pages that are looked through.
    """

    kind: Kind | None = None
    outlet: str | None = None
    speaker: str | None = None
    since: date | None = None
    until: date | None = None
    language: str | None = None
    document_ids: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that matches, or the quotation of that number.

    `body` is the article's, also of a quotation. The least `score` is the best match.
    """

    document_id: str
    quote_number: int | None
    source_id: str
    headline: str | None
    outlet: str | None
    published: str | None
    speaker: str | None
    quotation: str | None
    body: str | None
    language: str | None
    score: float

    @property
    def kind(self) -> Kind:
        """What matches."""
        return "article" if self.quote_number is None else "quotation"


@dataclass(frozen=True, slots=True)
class Hits:
    """The best matches, best first, and how many there are in all.

    Where `has_all` is false, nothing has all the words, and these have at least one of them.
    """

    hits: tuple[Hit, ...]
    count: int
    snapshot_id: int
    has_all: bool = True


@dataclass(frozen=True, slots=True)
class Ranking:
    """What matches, best first: score by document and number of the quotation; else as `Hits`."""

    scores: Mapping[tuple[str, int | None], float]
    count: int
    snapshot_id: int
    has_all: bool = True


def search(lake: Lake, query: SearchQuery, filters: Filters, *, limit: int) -> Hits:
    """Find articles and quotations by their words and the forms of these, ranked by BM25.

    Where nothing has all the words, what has any of them is found.

    Args:
        lake: an open lake, at the snapshot that is to be searched.
        query: the words, see `warehouse.search.words.parse_query`.
        filters: which rows are looked through.
        limit: most hits to return.

    Raises:
        SearchUnavailableError: there is no index and none can be made.
    """
    found = rank(lake, query, filters, limit=limit)
    return Hits(hits_of(lake, found), found.count, found.snapshot_id, found.has_all)


def rank(lake: Lake, query: SearchQuery, filters: Filters, *, limit: int) -> Ranking:
    """Find the keys of what `search` finds; arguments and errors are its own."""
    with reading_index(lake) as index:
        snapshot_id = lake.snapshot_id
        forms = QueryForms(language for (language,) in index.execute(_LANGUAGES))
        wanted = [_with_forms(phrase, forms) for phrase in query.wanted]
        parameters = _parameters(filters, snapshot_id, limit)
        has_all, rows = True, _found(index, query, " AND ".join(wanted), parameters)
        if not rows and len(wanted) > 1:
            rows = _found(index, query, " OR ".join(wanted), parameters)
            has_all = not rows
    scores = {(document.hex(), number): score for document, number, score, _ in rows}
    return Ranking(scores, rows[0][3] if rows else 0, snapshot_id, has_all)


def quotations_with(lake: Lake, query: SearchQuery) -> set[tuple[str, int]]:
    """The keys of the quotations that have all the words, or forms of them.

    Raises:
        SearchUnavailableError: there is no index and none can be made.
    """
    with reading_index(lake) as index:
        forms = QueryForms(language for (language,) in index.execute(_LANGUAGES))
        wanted = " AND ".join(_with_forms(phrase, forms) for phrase in query.wanted)
        parameters = _parameters(Filters("quotation"), lake.snapshot_id, _NO_LIMIT)
        found = _found(index, query, wanted, parameters)
    return {(document.hex(), number) for document, number, _, _ in found if number is not None}


def _found(
    index: sqlite3.Connection, query: SearchQuery, wanted: str, parameters: dict[str, object]
) -> list[tuple[bytes, int | None, float, int]]:
    """The keys and scores of what has the wanted words and none of the unwanted."""
    unwanted = " OR ".join(map(_quoted, query.unwanted))
    words = f"({wanted}) NOT ({unwanted})" if unwanted else wanted
    return index.execute(_FIND, {**parameters, "words": words}).fetchall()


def hits_of(lake: Lake, found: Ranking) -> tuple[Hit, ...]:
    """What is shown of what was found, in its order."""
    scores = found.scores
    ids = list(dict.fromkeys(document_id for document_id, _ in scores))
    if not ids:
        return ()
    if has_name_tables(lake):
        rows = _rows_where_they_lie(lake, ids)
    else:
        host = lake.column("fingerprints", "host")
        query = _ROWS.format(snapshot=found.snapshot_id, ids=placeholders(ids), host=host)
        rows = QueryResult(execute(lake.connection, query, ids)).dicts()
    by_key = {(row["document_id"], row["quote_number"]): row for row in rows}
    return tuple(Hit(**by_key[key], score=score) for key, score in scores.items() if key in by_key)


def _rows_where_they_lie(lake: Lake, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of `_ROWS` for a lake that has its pages' facts in memory."""
    bodies = rows_of_pages(lake, "articles", ids, ["document_id", "article_body"])
    body_of = {row["document_id"]: row["article_body"] for row in bodies}
    quotations = rows_of_pages(lake, "quotes", ids, _QUOTATION_COLUMNS)
    pages = look_up(lake, _SHOWN_PAGES.format(ids=placeholders(ids)), ids).dicts()
    shown = {
        page["document_id"]: {**page, "body": body_of.get(page["document_id"])} for page in pages
    }
    for page in shown.values():
        yield {**page, "quote_number": None, "quotation": None, "speaker": None}
    for row in quotations:
        speaker = row["speaker_text"] if row["speaker"] is None else row["speaker"]
        yield {
            **shown[row["document_id"]],
            "quote_number": row["quote_number"],
            "quotation": row["text"],
            "speaker": speaker,
        }


def _parameters(filters: Filters, snapshot_id: int, limit: int) -> dict[str, object]:
    return {
        "snapshot": snapshot_id,
        "kind": filters.kind,
        "outlet": _name(filters.outlet),
        "speaker": _name(filters.speaker),
        "since": filters.since and filters.since.isoformat(),
        "until": filters.until and filters.until.isoformat(),
        "language": filters.language,
        "documents": None if filters.document_ids is None else json.dumps(filters.document_ids),
        "limit": limit,
    }


def _name(name: str | None) -> str | None:
    return None if name is None else f" {folded(name)} "


def _with_forms(phrase: Phrase, forms: QueryForms) -> str:
    """A phrase as FTS5 takes it: nothing but words in quotation marks and operators of ours.

    The word as it was typed is asked for beside its stems, so that it counts more than its forms.
    """
    stems = [] if phrase.inflected is None else forms.stems(phrase.inflected)
    return f"({' OR '.join([_quoted(phrase), *map(_quoted_word, stems)])})"


def _quoted(phrase: Phrase) -> str:
    return _quoted_word(" ".join(phrase.words)) + (" *" if phrase.is_prefix else "")


def _quoted_word(words: str) -> str:
    doubled = words.replace('"', '""')
    return f'"{doubled}"'
