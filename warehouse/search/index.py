"""The index of the search: a file beside the lake, made of it and of nothing else.

    lake/search/index.sqlite      SQLite's FTS5; it may be deleted, and is made again

It follows the lake's snapshots. Every article and quotation that ever was has an entry with the
snapshot that brought it and the one that took it away, so that an older snapshot is searched as
fast as the last one. It holds no text, only words and where they stand.
`docs/decisions/0008-search.md` has what was measured.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from dateline.warehouse.catalog.errors import SearchUnavailableError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.side_index import IndexKind, bring, last_good, open_index
from dateline.warehouse.catalog.snapshots import changes_after, oldest_snapshot
from dateline.warehouse.catalog.stored_tables import STORED_CATALOG
from dateline.warehouse.search.word_forms import StemsOf, stems_in
from dateline.warehouse.search.words import fold_words, folded, split_words

SEARCH = "search"
INDEX = "index.sqlite"

_FORMAT = 2
_ENTRIES_AT_A_TIME = 1_024
# The tokenizer takes what stands between spaces: texts come folded, see `search_words`.
_TABLES = {
    "entries": (
        """CREATE TABLE entries (
            entry_id INTEGER PRIMARY KEY, document BLOB NOT NULL, quote_number INTEGER,
            outlet TEXT, published TEXT, speaker TEXT, language TEXT,
            added INTEGER NOT NULL, removed INTEGER)""",
        "CREATE INDEX entries_by_document ON entries (document)",
    ),
    "languages": ("CREATE TABLE languages (language TEXT PRIMARY KEY) WITHOUT ROWID",),
    "words": (
        "CREATE VIRTUAL TABLE words USING fts5("
        "headline, body, quotation, speaker, content='', tokenize='ascii')",
    ),
}

# What an entry is made of, by table: all that is looked through or filtered by, and nothing else.
_COLUMNS = {
    "articles": "document_id, headline, alternative_headline, dateline, article_body, publisher, "
    "source_organization, date_published, in_language",
    "quotes": "document_id, quote_number, text, speaker, speaker_text",
}
_ENTRIES = {
    "articles": """
        SELECT snapshot_id, document_id, NULL::BIGINT AS quote_number,
            concat_ws(' | ', headline, alternative_headline) AS headline,
            concat_ws(' ', dateline, article_body) AS body,
            NULL::VARCHAR AS quotation, NULL::VARCHAR AS speaker,
            [publisher, source_organization, f.host] AS outlets,
            strftime(date_published, '%Y-%m-%d') AS published, []::VARCHAR[] AS speakers,
            in_language AS language
        FROM {rows}
        LEFT JOIN (SELECT document_id, {host} AS host FROM {fingerprints}) AS f
            USING (document_id)
        WHERE article_body IS NOT NULL
    """,
    "quotes": """
        SELECT snapshot_id, document_id, quote_number, NULL::VARCHAR AS headline,
            NULL::VARCHAR AS body, text AS quotation, coalesce(speaker, speaker_text) AS speaker,
            []::VARCHAR[] AS outlets, NULL::VARCHAR AS published,
            [speaker, speaker_text] AS speakers, NULL::VARCHAR AS language
        FROM {rows}
    """,
}


@contextmanager
def reading_index(lake: Lake) -> Iterator[sqlite3.Connection]:
    """The lake's index, good for every snapshot that the lake knows.

    It is brought up to date first. Where the lake's folder can't be written to and the index is
    missing or behind, that happens to a copy among the temporary files, which goes afterwards.

    Raises:
        SearchUnavailableError: this Python's SQLite has no FTS5, or there is no room.
    """
    path = lake.folder / SEARCH / INDEX
    with ExitStack() as held, _failures_named():
        if _is_writable(path):
            _bring(path, lake)
            connection = open_index(path, "mode=ro")
        elif _is_good(path, lake):
            connection = open_index(path, "immutable=1")
        else:
            aside = Path(held.enter_context(TemporaryDirectory(prefix="dateline-search-"))) / INDEX
            for ending in ("", "-wal"):
                with suppress(FileNotFoundError):
                    shutil.copyfile(f"{path}{ending}", f"{aside}{ending}")
            _bring(aside, lake)
            connection = open_index(aside, "mode=ro")
        with closing(connection):
            yield connection


def keep_up(lake: Lake) -> None:
    """Bring the index up to what was just published, if that can be done.

    What was published stays published; where the index can't be written, it is behind until the
    next publish or search brings it up to date.
    """
    with suppress(SearchUnavailableError, duckdb.Error), _failures_named():
        _bring(lake.folder / SEARCH / INDEX, lake)


def rebuild(lake: Lake) -> int:
    """Rebuild the index; returns how many articles and quotations it holds now.

    Raises:
        SearchUnavailableError: it can't be written.
    """
    with _failures_named():
        path = lake.folder / SEARCH / INDEX
        _bring(path, lake, rebuild=True)
        with closing(open_index(path, "mode=ro")) as connection:
            rows = connection.execute("SELECT count(*) FROM entries WHERE removed IS NULL")
            return int(rows.fetchone()[0])


def tidy(lake: Lake) -> None:
    """Rebuild the index where most of it is of snapshots that the lake has forgotten."""
    path = lake.folder / SEARCH / INDEX
    with suppress(SearchUnavailableError, duckdb.Error), _failures_named():
        _bring(path, lake)
        with closing(open_index(path, "mode=ro")) as connection:
            ((forgotten, entry_count),) = connection.execute(
                "SELECT count(*) FILTER (WHERE removed <= ?), count(*) FROM entries",
                [oldest_snapshot(lake.connection)],
            )
        if forgotten > entry_count / 2:
            _bring(path, lake, rebuild=True)


def _bring(path: Path, lake: Lake, *, rebuild: bool = False) -> None:
    bring(path, lake, _KIND, rebuild=rebuild)


def _fill(
    index: sqlite3.Connection, connection: duckdb.DuckDBPyConnection, lake: Lake, last: int
) -> None:
    """Put in all that there was at any snapshot which the lake still knows."""
    oldest = oldest_snapshot(lake.connection)
    if oldest > 0:  # the very first snapshot has no tables yet
        for table in _COLUMNS:
            _add(index, connection.execute(_all(lake, table, oldest)))
    if oldest < last:
        _follow(index, connection, lake, oldest, last)


def _follow(
    index: sqlite3.Connection,
    connection: duckdb.DuckDBPyConnection,
    lake: Lake,
    good: int,
    last: int,
) -> None:
    for table in _COLUMNS:
        _add(index, connection.execute(_come(lake, connection, table, good + 1, last)))
    for table in _COLUMNS:
        _remove(index, connection.execute(_gone(lake, table, good + 1, last)))


_KIND = IndexKind(_FORMAT, _TABLES, _fill, _follow)


def _is_good(path: Path, lake: Lake) -> bool:
    """Whether an index can be read where it is, without a file beside it."""
    try:
        if Path(f"{path}-wal").stat().st_size:
            return False
    except FileNotFoundError:
        pass
    try:
        with closing(open_index(path, "immutable=1")) as index:
            return (last_good(index, lake, _KIND) or -1) >= lake.snapshot_id
    except sqlite3.DatabaseError:
        return False


def _is_writable(path: Path) -> bool:
    folder = path.parent if path.parent.exists() else path.parent.parent
    return os.access(folder, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


@contextmanager
def _failures_named() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if "no such module: fts5" in str(error):
            raise SearchUnavailableError(
                "the SQLite of this Python lacks FTS5; use a Python that has it, such as those of "
                "python.org and of most systems"
            ) from error
        raise SearchUnavailableError(
            f"cannot use the search index: {error}; make room, or delete the folder {SEARCH} of "
            "the lake, which is then rebuilt"
        ) from error
    except OSError as error:
        raise SearchUnavailableError(
            f"cannot write the search index: {error.strerror or error}; make room, or change who "
            "may write to the lake"
        ) from error


def _all(lake: Lake, table: str, snapshot_id: int) -> str:
    """The query for the entries of all rows of a snapshot."""
    rows = (
        f"(SELECT {snapshot_id} AS snapshot_id, * FROM lake.{table} AT (VERSION => {snapshot_id}))"
    )
    return _entries(lake, table, rows)


def _come(
    lake: Lake, connection: duckdb.DuckDBPyConnection, table: str, first: int, last: int
) -> str:
    """The query for the entries of the rows that snapshots brought."""
    rows = _changes(lake, table, "insertions", "deletions", first, last)
    hosts = "lake.fingerprints"
    if table == "articles" and _are_of_batches(connection, first, last):
        hosts = f"ducklake_table_insertions('lake', 'main', 'fingerprints', {first}, {last})"
    return _entries(lake, table, rows, hosts)


def _are_of_batches(connection: duckdb.DuckDBPyConnection, first: int, last: int) -> bool:
    """Whether each snapshot that brought articles brought their pages' fingerprints as well."""
    number = (
        f"SELECT 'inserted_into_table:' || table_id FROM {STORED_CATALOG}.ducklake_table AS t "
        f"JOIN {STORED_CATALOG}.ducklake_schema AS s USING (schema_id) "
        "WHERE s.schema_name = 'main' AND t.table_name = '{}' "
        "AND t.end_snapshot IS NULL AND s.end_snapshot IS NULL"
    )
    found = connection.execute(
        f"SELECT 1 FROM ({changes_after(first - 1, last)}) GROUP BY snapshot_id "
        f"HAVING bool_or(change = ({number.format('articles')})) "
        f"AND NOT bool_or(change = ({number.format('fingerprints')})) LIMIT 1"
    ).fetchone()
    return found is None


def _entries(lake: Lake, table: str, rows: str, hosts: str = "lake.fingerprints") -> str:
    """The query for the entries of rows, with the hosts of their pages."""
    return _ENTRIES[table].format(
        rows=rows, host=lake.column("fingerprints", "host"), fingerprints=hosts
    )


def _gone(lake: Lake, table: str, first: int, last: int) -> str:
    """The query for the keys of the rows that snapshots took away, in their order."""
    number = "quote_number" if table == "quotes" else "NULL::BIGINT AS quote_number"
    rows = _changes(lake, table, "deletions", "insertions", first, last)
    return f"SELECT snapshot_id, document_id, {number} FROM {rows} ORDER BY snapshot_id"


def _changes(lake: Lake, table: str, wanted: str, other: str, first: int, last: int) -> str:
    """Rows of one kind of change; those that compacting only moved to another file are left out."""

    def rows(kind: str) -> str:
        columns, stored = _COLUMNS[table], lake.tables[table].stored_as or table
        return (
            f"(SELECT snapshot_id, rowid, {columns}, hash({columns}) AS content FROM "
            f"ducklake_table_{kind}('lake', 'main', '{stored}', {first}::BIGINT, {last}::BIGINT))"
        )

    return f"(FROM {rows(wanted)} ANTI JOIN {rows(other)} USING (snapshot_id, rowid, content))"


def _add(index: sqlite3.Connection, result: duckdb.DuckDBPyConnection) -> None:
    """Add entries; memory holds one batch of rows."""
    ((last_id,),) = index.execute("SELECT coalesce(max(entry_id), 0) FROM entries")
    entry_ids = count(last_id + 1)
    stems: dict[str | None, StemsOf | None] = {}
    for batch in result.to_arrow_reader(_ENTRIES_AT_A_TIME):
        for entry_id, row in zip(entry_ids, batch.to_pylist(), strict=False):
            document = bytes.fromhex(row["document_id"])
            language = row["language"] or _language_of(index, document)
            if language not in stems:
                stems[language] = stems_in(language)
                index.execute("INSERT OR IGNORE INTO languages SELECT ? WHERE ?1 <> ''", [language])
            of = stems[language]
            index.execute(
                "INSERT INTO words (rowid, headline, body, quotation, speaker) "
                "VALUES (?, ?, ?, ?, ?)",
                [
                    entry_id,
                    *(_with_stems(row[name], of) for name in ("headline", "body", "quotation")),
                    folded(row["speaker"]),
                ],
            )
            index.execute(
                "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
                [
                    entry_id,
                    document,
                    row["quote_number"],
                    _names(row["outlets"]),
                    row["published"],
                    _names(row["speakers"]),
                    language,
                    row["snapshot_id"],
                ],
            )


def _language_of(index: sqlite3.Connection, document: bytes) -> str | None:
    """The language of a quotation's article, which is added before its quotations."""
    row = index.execute(
        "SELECT language FROM entries WHERE document = ? AND language IS NOT NULL "
        "ORDER BY added DESC LIMIT 1",
        [document],
    ).fetchone()
    return None if row is None else str(row[0])


def _with_stems(text: str | None, stems_of: StemsOf | None) -> str:
    """The words of a text as they are indexed, their stems after them."""
    words = split_words(text or "")
    if stems_of is None:
        return fold_words(words)
    return f"{fold_words(words)} {' '.join(filter(None, map(stems_of, words)))}"


def _remove(index: sqlite3.Connection, result: duckdb.DuckDBPyConnection) -> None:
    """Note which snapshot took entries away; they stay for those who search an older one."""
    for batch in result.to_arrow_reader(_ENTRIES_AT_A_TIME):
        index.executemany(
            "UPDATE entries SET removed = :snapshot_id WHERE document = :document "
            "AND quote_number IS :quote_number AND removed IS NULL AND added < :snapshot_id",
            [{**row, "document": bytes.fromhex(row["document_id"])} for row in batch.to_pylist()],
        )


def _names(names: Sequence[str | None]) -> str:
    """Names as a filter looks through them: ` antony blinken | mr blinken `."""
    return f" {' | '.join(filter(None, map(folded, names)))} "
