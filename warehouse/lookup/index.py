"""The index that a publish looks up pages in: which have a shingle, a rare word, a line, a text.

    lake/lookup/index.sqlite      tables of SQLite; it may be deleted, and is made again

Parquet is read by the file: what few rows of a large lake are wanted costs as much as all of them.
Here a key costs the same however many pages there are. `docs/decisions/0015-stories.md` has what
was measured.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from dateline.transforms.schema import TABLES
from dateline.transforms.stories.topics import day_number, keys_of, marks_of
from dateline.warehouse.catalog.errors import LakeNotWritableError
from dateline.warehouse.catalog.folder import LOOKUP
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.side_index import IndexKind, bring, open_index, rows_were_deleted
from dateline.warehouse.lookup.contents import content_of, pack, quotes_by_page
from dateline.warehouse.lookup.pages import MEMBER_COLUMNS, STORY_COLUMNS, KnownPages, packed_marks

_INDEX = "index.sqlite"
_LOOKUP_FORMAT = 2
_PAGES_AT_A_TIME = 1_024
_FOLLOWED = ("documents", "fingerprints", "articles", "sketches", "quotes")
_LOOKUP_TABLES = {
    "pages": (
        """CREATE TABLE pages (
            page INTEGER PRIMARY KEY, document_id BLOB NOT NULL UNIQUE, text INTEGER,
            host TEXT, story_signature INTEGER, seen_at INTEGER,
            source_organization TEXT, publisher TEXT, date_published TEXT,
            fetched_at INTEGER, url TEXT, content BLOB)""",
        "CREATE INDEX pages_by_text ON pages (text) WHERE text IS NOT NULL",
    ),
    "members": (
        """CREATE TABLE members (
            page INTEGER PRIMARY KEY, story_id TEXT NOT NULL, role TEXT, similarity REAL,
            containment REAL, origin_containment REAL, agency TEXT, earlier_version_id TEXT)""",
        "CREATE INDEX members_by_story ON members (story_id)",
    ),
    "texts": (
        """CREATE TABLE texts (
            text INTEGER PRIMARY KEY, text_id TEXT NOT NULL UNIQUE, sketch_size INTEGER,
            marks BLOB)""",
    ),
    # Stories that are gone stay; no page is in them.
    "stories": (
        """CREATE TABLE stories (
            story_id TEXT PRIMARY KEY, document_id TEXT, article_count INTEGER, text_count INTEGER,
            agency TEXT, topic_id TEXT NOT NULL) WITHOUT ROWID""",
        "CREATE INDEX stories_by_topic ON stories (topic_id)",
    ),
    "topic_keys": (
        """CREATE TABLE topic_keys (
            hash INTEGER, text INTEGER, PRIMARY KEY (hash, text)) WITHOUT ROWID""",
    ),
    "shingles": (
        """CREATE TABLE shingles (
            hash INTEGER, text INTEGER, PRIMARY KEY (hash, text)) WITHOUT ROWID""",
    ),
    "lines": (
        """CREATE TABLE lines (
            hash INTEGER, page INTEGER, PRIMARY KEY (hash, page)) WITHOUT ROWID""",
    ),
}
# What is brought of hashes is put in by their order: so each part of a table is written once.
_GATHER = (
    "CREATE TEMP TABLE gathered_shingles (hash INTEGER, text INTEGER)",
    "CREATE TEMP TABLE gathered_lines (hash INTEGER, page INTEGER)",
    "CREATE TEMP TABLE gathered_keys (hash INTEGER, text INTEGER)",
)
_PUT_IN_ORDER = (
    "INSERT OR IGNORE INTO shingles SELECT * FROM gathered_shingles ORDER BY hash, text",
    "INSERT OR IGNORE INTO lines SELECT * FROM gathered_lines ORDER BY hash, page",
    "INSERT OR IGNORE INTO topic_keys SELECT * FROM gathered_keys ORDER BY hash, text",
    "DROP TABLE gathered_shingles",
    "DROP TABLE gathered_lines",
    "DROP TABLE gathered_keys",
)


@contextmanager
def known_pages(lake: Lake) -> Iterator[KnownPages]:
    """The pages of a lake that is open for writing, as of its last snapshot.

    Raises:
        LakeNotWritableError: the index can't be written.
    """
    keep_pages_known(lake)
    with closing(open_index(_path(lake), "mode=ro")) as index:
        yield KnownPages(index)


def keep_pages_known(lake: Lake) -> None:
    """Bring the index up to what was published.

    Raises:
        LakeNotWritableError: it can't be written.
    """
    path = _path(lake)
    try:
        bring(path, lake, _LOOKUP_KIND)
    except (sqlite3.Error, OSError) as error:
        raise LakeNotWritableError(
            f"cannot write the index {path}: {error}; make room, or delete the folder {LOOKUP} of "
            "the lake, which is then rebuilt"
        ) from error


def _path(lake: Lake) -> Path:
    return lake.folder / LOOKUP / _INDEX


def _fill(
    index: sqlite3.Connection, connection: duckdb.DuckDBPyConnection, lake: Lake, last: int
) -> None:
    if last > 0:  # the very first snapshot has no tables yet
        _add(index, connection, {name: f"lake.{_stored(name)}" for name in _FOLLOWED})
        _add_members(index, connection, "(SELECT 0 AS snapshot_id, * FROM lake.story_members)")
        _add_stories(index, connection, "(SELECT 0 AS snapshot_id, * FROM lake.stories)")


def _follow(
    index: sqlite3.Connection,
    connection: duckdb.DuckDBPyConnection,
    lake: Lake,
    good: int,
    last: int,
) -> None:
    if rows_were_deleted(connection, map(_stored, _FOLLOWED), good, last):
        _LOOKUP_KIND.make(index)
        _fill(index, connection, lake, last)
        return
    insertions = {
        name: f"ducklake_table_insertions('lake', 'main', '{_stored(name)}', {good + 1}, {last})"
        for name in (*_FOLLOWED, "story_members", "stories")
    }
    _add(index, connection, insertions)
    _add_members(index, connection, insertions["story_members"])
    _add_stories(index, connection, insertions["stories"])


_LOOKUP_KIND = IndexKind(_LOOKUP_FORMAT, _LOOKUP_TABLES, _fill, _follow)


def _stored(name: str) -> str:
    return TABLES[name].stored_as or name


def _add(
    index: sqlite3.Connection, connection: duckdb.DuckDBPyConnection, rows: Mapping[str, str]
) -> None:
    """Add pages; those that are there stay, since compacting shows them once more."""
    for statement in _GATHER:
        index.execute(statement)
    found = connection.execute(f"""
        SELECT d.document_id, d.url, epoch_us(d.fetched_at) AS fetched_at,
            epoch_us(coalesce(d.fetched_at, d.ingested_at)) AS seen_at, d.text,
            f.host, f.story_signature, f.line_hashes, a.text_id, a.source_organization,
            a.publisher, a.date_published::VARCHAR AS date_published, a.article_body,
            coalesce(a.date_published, d.fetched_at::DATE) AS day, s.hashes, s.marks, q.quotes
        FROM {rows["documents"]} AS d
        LEFT JOIN {rows["fingerprints"]} AS f USING (document_id)
        LEFT JOIN {rows["articles"]} AS a USING (document_id)
        LEFT JOIN {rows["sketches"]} AS s USING (document_id)
        LEFT JOIN ({quotes_by_page(rows["quotes"])}) AS q USING (document_id)
    """)
    for batch in found.to_arrow_reader(_PAGES_AT_A_TIME):
        _add_pages(index, batch.to_pylist())
    for statement in _PUT_IN_ORDER:
        index.execute(statement)


def _add_members(
    index: sqlite3.Connection, connection: duckdb.DuckDBPyConnection, rows: str
) -> None:
    """Note what part pages have in stories, over the part that they had before."""
    found = connection.execute(
        f"SELECT document_id, {', '.join(MEMBER_COLUMNS)} FROM {rows} ORDER BY snapshot_id"
    )
    marks = ", ".join("?" * len(MEMBER_COLUMNS))
    for batch in found.to_arrow_reader(_PAGES_AT_A_TIME):
        index.executemany(
            "INSERT OR REPLACE INTO members "
            f"VALUES ((SELECT page FROM pages WHERE document_id = ?), {marks})",
            [
                (bytes.fromhex(row["document_id"]), *(row[name] for name in MEMBER_COLUMNS))
                for row in batch.to_pylist()
            ],
        )


def _add_stories(
    index: sqlite3.Connection, connection: duckdb.DuckDBPyConnection, rows: str
) -> None:
    """Note stories and their topics, over what they were before."""
    found = connection.execute(
        f"SELECT {', '.join(STORY_COLUMNS)} FROM {rows} ORDER BY snapshot_id"
    )
    marks = ", ".join("?" * len(STORY_COLUMNS))
    index.executemany(f"INSERT OR REPLACE INTO stories VALUES ({marks})", found.fetchall())


def _add_pages(index: sqlite3.Connection, pages: Sequence[Mapping[str, Any]]) -> None:
    index.executemany(
        "INSERT INTO texts (text_id, sketch_size, marks) VALUES (?, ?, ?) ON CONFLICT (text_id) "
        "DO UPDATE SET sketch_size = max(sketch_size, excluded.sketch_size), "
        "marks = coalesce(marks, excluded.marks)",
        [
            (page["text_id"], len(page["hashes"] or ()), packed_marks(page["marks"]))
            for page in pages
            if page["text_id"]
        ],
    )
    index.executemany(
        "INSERT OR IGNORE INTO pages VALUES (NULL, ?, "
        "(SELECT text FROM texts WHERE text_id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        map(_page_row, pages),
    )
    for page in pages:
        _gather(index, page)
    _gather_keys(index, [page for page in pages if page["text_id"] and page["marks"]])


def _gather_keys(index: sqlite3.Connection, pages: Sequence[Mapping[str, Any]]) -> None:
    marks = marks_of([page["marks"] for page in pages])
    days = np.array([day_number(page["day"]) for page in pages], np.int64)
    of_page, keys = keys_of(marks, np.arange(len(pages)), days)
    text_ids = [pages[number]["text_id"] for number in of_page.tolist()]
    index.executemany(
        "INSERT INTO gathered_keys SELECT ?, text FROM texts WHERE text_id = ?",
        zip(keys.tolist(), text_ids, strict=True),
    )


def _gather(index: sqlite3.Connection, page: Mapping[str, Any]) -> None:
    ((number, text),) = index.execute(
        "SELECT page, text FROM pages WHERE document_id = ?", [bytes.fromhex(page["document_id"])]
    )
    if text is not None:
        index.executemany(
            "INSERT INTO gathered_shingles VALUES (?, ?)",
            ((one, text) for one in page["hashes"] or ()),
        )
    index.executemany(
        "INSERT INTO gathered_lines VALUES (?, ?)",
        ((one, number) for one in set(page["line_hashes"] or ()) - {None}),
    )


def _page_row(page: Mapping[str, Any]) -> tuple[Any, ...]:
    content = None
    if page["article_body"] is not None:
        content = pack(content_of(page["text"], page["article_body"], page["quotes"] or ()))
    return (
        bytes.fromhex(page["document_id"]),
        page["text_id"],
        page["host"],
        page["story_signature"],
        page["seen_at"],
        page["source_organization"],
        page["publisher"],
        page["date_published"],
        page["fetched_at"],
        page["url"],
        content,
    )
