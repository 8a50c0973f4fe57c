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
from dateline.warehouse.read.batch_stories import articles_with, stories_with
from dateline.warehouse.read.batch_topics import topics_with
from dateline.warehouse.read.stories import Origins
from dateline.warehouse.read.story_changes import changes_of, contents_in


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
    articles = articles_with(connection, origins, known)
    told = stories_with(connection, articles)
    old_stories, stories = topics_with(articles, told)
    _replace(connection, "stories", "story_id", old_stories, stories)
    old = known.members(told.replaced).select(told.members.column_names)
    members = _replace(connection, "story_members", "document_id", old, told.members)
    again = pc.is_in(members["document_id"], old["document_id"].combine_chunks())
    if pc.any(again).as_py():
        _delete(connection, "story_changes", "document_id", members.filter(again)["document_id"])
    _find_changes(connection, told.stories, members, brought, known)


def _find_changes(
    connection: duckdb.DuckDBPyConnection,
    stories: pa.Table,
    members: pa.Table,
    brought: Mapping[str, str],
    known: KnownPages,
) -> None:
    """Compare the articles whose part in a story is new or another one now."""
    others = pc.or_(
        pc.not_equal(members["role"], StoryRole.ORIGIN), pc.is_valid(members["earlier_version_id"])
    )
    members = members.filter(others)
    if not members.num_rows:
        return
    with registered(connection, told_stories=stories, renewed_members=members):
        query = compared_of("told_stories", "renewed_members")
        compared = connection.execute(query).fetchall()
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


def _replace(
    connection: duckdb.DuckDBPyConnection, table: str, key: str, old: pa.Table, new: pa.Table
) -> pa.Table:
    """Put rows of a table over older ones; returns those that are not as they were."""
    with registered(connection, old_rows=old, new_rows=new):
        gone = connection.execute("FROM old_rows EXCEPT FROM new_rows").to_arrow_table()
        rows = connection.execute("FROM new_rows EXCEPT FROM old_rows").to_arrow_table()
    if gone.num_rows:
        _delete(connection, table, key, gone[key])
    if rows.num_rows:
        insert(connection, table, rows)
    return rows


def _delete(
    connection: duckdb.DuckDBPyConnection, table: str, key: str, values: pa.ChunkedArray
) -> None:
    keys = list_literal(values.to_pylist())
    connection.execute(f"DELETE FROM {table} WHERE {key} IN (SELECT unnest({keys}))")
