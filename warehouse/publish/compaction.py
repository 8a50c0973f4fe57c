"""Upkeep of a lake that many batches went into."""

from datetime import timedelta

from warehouse.catalog.lake import Lake
from warehouse.search.index import keep_up, tidy


def compact(lake: Lake, *, keep: timedelta = timedelta(days=7)) -> None:
    """Merge small files, drop rows that were replaced, and forget snapshots older than `keep`.

    No row of the last snapshot changes. Files that only forgotten snapshots name are removed from
    the disk: `keep` must be longer than any query runs.

    Args:
        lake: a lake open for writing.
        keep: how far back the lake can still be asked with `AT (TIMESTAMP => …)`.
    """
    connection = lake.connection
    connection.execute("CALL ducklake_rewrite_data_files('lake', delete_threshold => 0.3)")
    connection.execute("CALL ducklake_merge_adjacent_files('lake')")
    keep_up(lake)  # what has changed can't be told any more once its snapshots are forgotten
    connection.execute(
        "CALL ducklake_expire_snapshots('lake', older_than => now() - to_seconds(?))",
        [keep.total_seconds()],
    )
    connection.execute("CALL ducklake_cleanup_old_files('lake', cleanup_all => true)")
    tidy(lake)
