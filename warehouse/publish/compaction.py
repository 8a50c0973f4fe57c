"""Upkeep of a lake that many batches went into."""

from dataclasses import dataclass
from datetime import timedelta

from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.connection import using_threads
from dateline.warehouse.catalog.lake import LONGEST_QUERY, Lake
from dateline.warehouse.catalog.snapshots import Snapshot, remove_merged_files
from dateline.warehouse.catalog.stored_tables import STORED_CATALOG
from dateline.warehouse.lookup.files import keep_files_known
from dateline.warehouse.lookup.index import keep_pages_known
from dateline.warehouse.search.index import keep_up, tidy

# A table costs the more to read the more files it has. What is merged is left alone once it is
# larger than this: a row is written again a few times, however long a lake lives.
_SMALL_FILE_BYTES = 1 << 20
MOST_SMALL_FILES = 32


def merge_small_files(lake: Lake) -> None:
    """Merge the small files that earlier batches left, table by table, where they are many.

    A file with rows that were replaced is written again without them: DuckLake merges no other.
    All snapshots stay. Files of before are removed as those that `compact` merges.
    """
    connection = lake.connection
    tables = connection.execute(
        "SELECT schema_name, table_name, count(*) AS file_count "
        f"FROM {STORED_CATALOG}.ducklake_data_file AS f "
        f"JOIN {STORED_CATALOG}.ducklake_table AS t USING (table_id) "
        f"JOIN {STORED_CATALOG}.ducklake_schema AS s USING (schema_id) "
        f"WHERE f.end_snapshot IS NULL AND file_size_bytes < {_SMALL_FILE_BYTES} "
        "AND t.end_snapshot IS NULL AND s.end_snapshot IS NULL GROUP BY ALL"
    ).fetchall()
    many = [(schema, table) for schema, table, count in tables if count > MOST_SMALL_FILES]
    for schema, table in many:
        name = f"'lake', {ddl.literal(table)}, schema => {ddl.literal(schema)}"
        connection.execute(f"CALL ducklake_rewrite_data_files({name}, delete_threshold => 0)")
        connection.execute(
            f"CALL ducklake_merge_adjacent_files({name}, max_file_size => {_SMALL_FILE_BYTES})"
        )
    if many:
        keep_pages_known(lake)
        keep_up(lake)


@dataclass(frozen=True, slots=True)
class Compaction:
    """What a compaction did: how many snapshots it forgot, and the oldest that the lake has now."""

    forgotten_count: int
    oldest: Snapshot


def compact(lake: Lake, *, keep: timedelta = timedelta(days=7)) -> Compaction:
    """Merge small files, drop rows that were replaced, and forget snapshots older than `keep`.

    No row of a snapshot that is kept changes. Files that no snapshot names any more are removed by
    a writer of the next day (UTC), an hour later at the earliest, so that a query that has begun
    reads them to its end; where `keep` is no time at all, they are removed at once.

    Args:
        lake: a lake open for writing.
        keep: how far back the lake can still be asked with `AT (TIMESTAMP => …)`.
    """
    connection = lake.connection
    with using_threads(connection):
        connection.execute("CALL ducklake_rewrite_data_files('lake', delete_threshold => 0.3)")
        connection.execute("CALL ducklake_merge_adjacent_files('lake')")
    keep_pages_known(lake)
    keep_files_known(lake)
    keep_up(lake)  # what has changed can't be told any more once its snapshots are forgotten
    # By number: DuckLake compares times in a catalog of SQLite by their day alone.
    ((forgotten,),) = connection.execute(
        "SELECT list(snapshot_id) FROM lake.snapshots() WHERE snapshot_id < $1 "
        "AND snapshot_time < now() - to_seconds($2)",
        [lake.snapshot_id, keep.total_seconds()],
    ).fetchall()
    if forgotten:
        connection.execute("CALL ducklake_expire_snapshots('lake', versions => ?)", [forgotten])
    remove_merged_files(connection, min(keep, LONGEST_QUERY))
    tidy(lake)
    return Compaction(len(forgotten or ()), lake.snapshots[0])
