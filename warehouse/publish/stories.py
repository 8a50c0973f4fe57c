"""The lake's stories, brought up to date with a batch in the transaction that publishes it."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from dateline.warehouse.catalog.ddl import literal
from dateline.warehouse.catalog.snapshots import insert
from dateline.warehouse.read.stories import Origins, Told, registered, stories_with

_LAKE = Origins("articles", "documents", "sketches")
_REPLACED = {"stories": "story_id", "story_members": "document_id"}


def renew_stories(connection: duckdb.DuckDBPyConnection, files: Mapping[str, Path]) -> None:
    """Bring `stories` and `story_members` up to date.

    Args:
        connection: The lake's connection; the batch's rows are in the lake's tables already.
        files: The batch's files by qualified table name.
    """
    read = {name: f"read_parquet({literal(str(path))})" for name, path in files.items()}
    sketches = read.get("sketches", "(FROM sketches LIMIT 0)")
    brought = Origins(read["articles"], read["documents"], sketches)
    told = stories_with(connection, brought, _LAKE)
    if told.replaced:
        told = _without_unchanged(connection, told)
    insert(connection, "stories", told.stories)
    insert(connection, "story_members", told.members)


def _without_unchanged(connection: duckdb.DuckDBPyConnection, told: Told) -> Told:
    """Delete the rows that are others now; returns those that are new."""
    rows = {"stories": told.stories, "story_members": told.members}
    replaced = f"[{', '.join(map(literal, told.replaced))}]::VARCHAR[]"
    for name, key in _REPLACED.items():
        columns = ", ".join(rows[name].column_names)
        with registered(connection, renewed=rows[name]):
            old = f"(SELECT {columns} FROM {name} WHERE story_id IN (SELECT unnest({replaced})))"
            gone = connection.execute(f"FROM {old} EXCEPT FROM renewed").to_arrow_table()
            rows[name] = connection.execute(f"FROM renewed EXCEPT FROM {old}").to_arrow_table()
        if gone.num_rows:
            keys = f"[{', '.join(map(literal, gone[key].to_pylist()))}]"
            connection.execute(f"DELETE FROM {name} WHERE {key} IN (SELECT unnest({keys}))")
    return Told(rows["stories"], rows["story_members"])
