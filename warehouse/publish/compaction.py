"""Upkeep of a lake that many batches went into."""

from datetime import timedelta

from dateline.warehouse.catalog.lake import LONGEST_QUERY, Lake, remove_merged_files
from dateline.warehouse.lookup.index import keep_pages_known
from dateline.warehouse.search.index import keep_up, tidy


def compact(lake: Lake, *, keep: timedelta = timedelta(days=7)) -> None:
    """Merge small files, drop rows that were replaced, and forget snapshots older than `keep`.

    No row of a snapshot that is kept changes. Files that no snapshot names any more are removed by
    a writer of the next day (UTC), an hour later at the earliest, so that a query that has begun
    reads them to its end; where `keep` is no time at all, they are removed at once.

    Args:
        lake: a lake open for writing.
        keep: how far back the lake can still be asked with `AT (TIMESTAMP => …)`.
    """
    connection = lake.connection
    connection.execute("CALL ducklake_rewrite_data_files('lake', delete_threshold => 0.3)")
    connection.execute("CALL ducklake_merge_adjacent_files('lake')")
    keep_pages_known(lake)
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
