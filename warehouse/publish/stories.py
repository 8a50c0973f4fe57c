"""The lake's stories, brought up to date with a batch in the transaction that publishes it."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from dateline.transforms.schema.closed_sets import StoryRole
from dateline.warehouse.catalog.ddl import list_literal, literal
from dateline.warehouse.catalog.derived_tables import compared_of
from dateline.warehouse.catalog.snapshots import insert, registered
from dateline.warehouse.lookup.pages import KnownPages
from dateline.warehouse.read.batch_stories import stories_with
from dateline.warehouse.read.stories import Origins, Told
from dateline.warehouse.read.story_changes import changes_of, contents_in

_ROW_KEYS = {"stories": "story_id", "story_members": "document_id"}


def renew_stories(
    connection: duckdb.DuckDBPyConnection, files: Mapping[str, Path], known: KnownPages
) -> None:
    """Bring `stories`, `story_members` and `story_changes` up to date.

    Args:
        connection: The lake's connection; the batch's rows are in the lake's tables already.
        files: The batch's files by qualified table name.
        known: The pages that the lake had before.
    """
    read = {name: f"read_parquet({literal(str(path))})" for name, path in files.items()}
    brought = {
        name: read.get(name, f"(FROM {name} LIMIT 0)")
        for name in ("articles", "documents", "sketches", "quotes")
    }
    origins = Origins(brought["articles"], brought["documents"], brought["sketches"])
    told = stories_with(connection, origins, known)
    if told.replaced:
        told = _without_unchanged(connection, told)
    for name, rows in (("stories", told.stories), ("story_members", told.members)):
        if rows.num_rows:
            insert(connection, name, rows)
    _renew_changes(connection, told, brought, known)


def _renew_changes(
    connection: duckdb.DuckDBPyConnection,
    told: Told,
    brought: Mapping[str, str],
    known: KnownPages,
) -> None:
    """Compare the articles whose part in a story is new or another one now."""
    if told.replaced:
        _delete(connection, "story_changes", "document_id", told.members["document_id"])
    others = pc.or_(
        pc.not_equal(told.members["role"], StoryRole.ORIGIN),
        pc.is_valid(told.members["earlier_version_id"]),
    )
    members = told.members.filter(others)
    if not members.num_rows:
        return
    with registered(connection, renewed_members=members):
        compared = connection.execute(compared_of("stories", "renewed_members")).fetchall()
    pages = {page for _, *both in compared for page in both}
    contents = contents_in(
        connection,
        pages,
        articles=brought["articles"],
        documents=brought["documents"],
        quotes=brought["quotes"],
    )
    contents |= known.contents(sorted(pages - contents.keys()))
    changes = changes_of(compared, contents)
    if changes.num_rows:
        insert(connection, "story_changes", changes)


def _without_unchanged(connection: duckdb.DuckDBPyConnection, told: Told) -> Told:
    """Delete the rows that are others now; returns those that are new."""
    rows = {"stories": told.stories, "story_members": told.members}
    replaced = list_literal(told.replaced)
    for name, key in _ROW_KEYS.items():
        columns = ", ".join(rows[name].column_names)
        with registered(connection, renewed=rows[name]):
            old = f"(SELECT {columns} FROM {name} WHERE story_id IN (SELECT unnest({replaced})))"
            gone = connection.execute(f"FROM {old} EXCEPT FROM renewed").to_arrow_table()
            rows[name] = connection.execute(f"FROM renewed EXCEPT FROM {old}").to_arrow_table()
        _delete(connection, name, key, gone[key])
    return Told(rows["stories"], rows["story_members"], told.replaced)


def _delete(
    connection: duckdb.DuckDBPyConnection, table: str, key: str, values: pa.ChunkedArray
) -> None:
    if len(values):
        keys = list_literal(values.to_pylist())
        connection.execute(f"DELETE FROM {table} WHERE {key} IN (SELECT unnest({keys}))")
