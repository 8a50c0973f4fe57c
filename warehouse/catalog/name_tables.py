"""Tables in memory: which pages of one snapshot name and quote whom, in numbers.

In the lake, pages are in the order in which they came, and a name is on any of them: whatever is
asked of a name reads all mentions. A server is asked again and again about one snapshot, so that
these tables, which are made once for it, answer instead. They are gone with the connection.
"""

import threading
from collections.abc import Mapping
from contextlib import suppress
from weakref import WeakSet

import duckdb

from dateline.warehouse.catalog.ddl import literal, stored
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.resolved_tables import forms_joined
from dateline.warehouse.errors import EnvironmentFailedError, UsageError

_BY_NAME = "memory.by_name"
# What an older snapshot may lack of a place.
_OF_A_PLACE = (
    *("latitude", "longitude", "geoname_id", "place_kind", "country", "admin1"),
    *("place_basis", "claimed_by"),
)
_HEADLINE_WIDTH = 400
_TABLES_COUNTED = ("articles", "quotes", "entities", "stories")
LISTED_ARTICLE = (
    "p.document_id, p.source_id, p.headline, p.outlet, p.date_published, p.in_language, "
    "p.word_count"
)
# What a snapshot has to have.
_NEEDED: Mapping[str, set[str]] = {
    "articles": {"publisher", "headline", "author", "date_published", "in_language", "word_count"},
    "fingerprints": set(),
    "story_members": {"story_id"},
    "entities": {"entity_id", "kind", "name"},
    "mentions": {"entity_id", "role"},
    "quotes": {"speaker_entity_id", "via", "speaker", "speaker_text"},
}
_making = threading.Lock()
# The cursors that are known to see them.
_have_tables: WeakSet[duckdb.DuckDBPyConnection] = WeakSet()


class SnapshotTooOldError(UsageError):
    """A snapshot is of a version whose tables do not tell what is asked."""


class TooManyNamesError(EnvironmentFailedError):
    """The tables do not fit into the memory that the reader may take."""


def make_name_tables(lake: Lake) -> None:
    """Make the tables, unless the connection has them; other threads that share it wait.

    - pages: number, host, day, url, fetched_at, story, has_article, has_headline, has_author,
      has_date, and what an article has in a list; numbers go by day, the newest first, and those of
      no day last; a story is named by the least number of its pages.
    - entities: number, entity_id, kind, name.
    - named: entity, page, mention_count. quoted: entity, page, quote_number.
    - spellings: entity, text, mention_count. roles: entity, role, page_count.
    - vias: entity, via, quotation_count. locations: entity, mention_count, and what places have.
    - spoken: page, quote_number, speaker as it is shown.
    - forms: whom forms of names mean, as `forms_joined` tells.
    - row_counts: name, row_count of the tables that tell how large the lake is.

    Args:
        lake: a reader that is pinned to a snapshot.

    Raises:
        SnapshotTooOldError: the snapshot is of a version whose tables do not tell this.
        TooManyNamesError: they do not fit into the reader's memory.
    """
    if lake.connection in _have_tables:
        return
    with _making:
        if not _is_made(lake.connection):
            _require_columns(lake)
            _make(lake)
        _have_tables.add(lake.connection)


def has_name_tables(lake: Lake) -> bool:
    """Whether the tables are made, by whichever reader of the connection."""
    if lake.connection not in _have_tables:
        with suppress(TooManyNamesError):
            if _is_made(lake.connection):
                _have_tables.add(lake.connection)
    return lake.connection in _have_tables


def _make(lake: Lake) -> None:
    lake.connection.execute("BEGIN")
    try:
        for statement in _statements(lake):
            lake.connection.execute(statement)
        lake.connection.execute(f"INSERT INTO {_BY_NAME}.state VALUES (true)")
        lake.connection.execute("COMMIT")
    except duckdb.OutOfMemoryException as error:
        lake.connection.execute("ROLLBACK")
        # Nobody else has to wait for this to fail.
        lake.connection.execute(f"INSERT INTO {_BY_NAME}.state VALUES (false)")
        raise _too_many() from error
    except BaseException:
        lake.connection.execute("ROLLBACK")
        raise


def _too_many() -> TooManyNamesError:
    return TooManyNamesError(
        "the lake names too much for the memory that its pages may take; ask for names with "
        "`dateline sql` and the views quotations, entity_timeline and co_mentions"
    )


def _require_columns(lake: Lake) -> None:
    for name, needed in _NEEDED.items():
        there = {column.name for column in lake.tables[name].columns} if name in lake.tables else ()
        if not needed <= set(there):
            raise SnapshotTooOldError(
                f"snapshot {lake.snapshot_id} is of an older version, whose table {name} does not "
                "have what this page shows; see the latest snapshot"
            )


def _is_made(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether another cursor of the connection has made them."""
    # A table that is missing would be looked for in the lake, too.
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {_BY_NAME}")
    connection.execute(f"CREATE TABLE IF NOT EXISTS {_BY_NAME}.state (is_made BOOLEAN)")
    states = connection.execute(f"FROM {_BY_NAME}.state").fetchall()
    if (False,) in states:
        raise _too_many()
    return bool(states)


def _statements(lake: Lake) -> tuple[str, ...]:
    host = lake.column("fingerprints", "host")
    there = {column.name for column in lake.tables["mentions"].columns}
    of_a_place = ", ".join(name if name in there else f"NULL AS {name}" for name in _OF_A_PLACE)
    located = ", ".join(name for name in _OF_A_PLACE if name != "place_basis")
    counted = " UNION ALL ".join(
        f"SELECT {literal(name)} AS name, count(*) AS row_count FROM {stored(lake.tables[name])}"
        for name in _TABLES_COUNTED
    )
    return (
        f"""
        CREATE TABLE {_BY_NAME}.pages AS
        SELECT number, document_id, source_id, headline, outlet, date_published, in_language,
            word_count, host, day, url, fetched_at, crediting_outlet,
            CASE WHEN story_id IS NOT NULL THEN min(number) OVER (PARTITION BY story_id) END
                AS story,
            has_article, has_headline, has_author, has_date
        FROM (
            SELECT document_id, {host} AS host, coalesce(publisher, {host}) AS outlet,
                coalesce(publisher, source_organization, {host}) AS crediting_outlet,
                source_id, headline, date_published_text AS date_published, in_language,
                coalesce(word_count, 0) AS word_count, url, fetched_at,
                a.date_published AS day, story_id, a.document_id IS NOT NULL AS has_article,
                headline IS NOT NULL AS has_headline,
                coalesce(has_author, false) AS has_author,
                date_published_text IS NOT NULL AS has_date,
                row_number() OVER (ORDER BY a.date_published DESC NULLS LAST, document_id)::INTEGER
                    AS number
            FROM (SELECT document_id, source_id, url, fetched_at FROM documents)
            LEFT JOIN (
                SELECT document_id, publisher, source_organization, date_published,
                    date_published_text, headline[:{_HEADLINE_WIDTH}] AS headline, in_language,
                    word_count, len(author) > 0 AS has_author
                FROM articles
            ) AS a USING (document_id)
            LEFT JOIN (SELECT document_id, {host} FROM fingerprints) USING (document_id)
            LEFT JOIN (SELECT document_id, story_id FROM story_members) USING (document_id)
        )
        ORDER BY number
        """,
        f"""
        CREATE TABLE {_BY_NAME}.forms AS {forms_joined("name_forms")}
        """,
        f"CREATE TABLE {_BY_NAME}.row_counts AS {counted}",
        f"""
        CREATE TABLE {_BY_NAME}.entities AS
        SELECT row_number() OVER ()::INTEGER AS number, entity_id, kind, name
        FROM (SELECT entity_id, kind, name FROM entities ORDER BY entity_id)
        """,
        f"""
        CREATE TEMP TABLE named_once AS
        SELECT e.number AS entity, p.number AS page, text, role, {of_a_place}
        FROM mentions AS m JOIN {_BY_NAME}.entities AS e USING (entity_id)
        JOIN {_BY_NAME}.pages AS p USING (document_id)
        """,
        f"""
        CREATE TABLE {_BY_NAME}.named AS
        SELECT entity, page, count(*)::INTEGER AS mention_count FROM named_once
        GROUP BY entity, page ORDER BY entity, page
        """,
        f"""
        CREATE TABLE {_BY_NAME}.spellings AS
        SELECT entity, text, count(*)::INTEGER AS mention_count FROM named_once
        GROUP BY entity, text ORDER BY entity
        """,
        f"""
        CREATE TABLE {_BY_NAME}.roles AS
        SELECT entity, role, count(DISTINCT page)::INTEGER AS page_count FROM named_once
        WHERE role IS NOT NULL GROUP BY entity, role ORDER BY entity
        """,
        f"""
        CREATE TABLE {_BY_NAME}.locations AS
        SELECT entity, {located}, list_sort(list(DISTINCT place_basis)) AS place_bases,
            count(*)::INTEGER AS mention_count
        FROM named_once WHERE latitude IS NOT NULL AND longitude IS NOT NULL
        GROUP BY ALL ORDER BY entity
        """,
        "DROP TABLE named_once",
        f"""
        CREATE TEMP TABLE quoted_once AS
        SELECT e.number AS entity, p.number AS page, quote_number::INTEGER AS quote_number, via
        FROM quotes AS q JOIN {_BY_NAME}.entities AS e ON e.entity_id = q.speaker_entity_id
        JOIN {_BY_NAME}.pages AS p USING (document_id)
        """,
        f"""
        CREATE TABLE {_BY_NAME}.quoted AS
        SELECT entity, page, quote_number FROM quoted_once ORDER BY entity, page, quote_number
        """,
        f"""
        CREATE TABLE {_BY_NAME}.vias AS
        SELECT entity, via, count(*)::INTEGER AS quotation_count
        FROM (SELECT entity, unnest(via) AS via FROM quoted_once)
        GROUP BY entity, via ORDER BY entity
        """,
        "DROP TABLE quoted_once",
        f"""
        CREATE TABLE {_BY_NAME}.spoken AS
        SELECT p.number AS page, quote_number::INTEGER AS quote_number,
            coalesce(speaker, speaker_text) AS speaker
        FROM quotes JOIN {_BY_NAME}.pages AS p USING (document_id)
        WHERE coalesce(speaker, speaker_text) IS NOT NULL ORDER BY page
        """,
    )
