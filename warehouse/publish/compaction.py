"""Upkeep of a lake that many batches went into."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import NamedTuple

from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.connection import using_threads
from dateline.warehouse.catalog.lake import LONGEST_QUERY, Lake
from dateline.warehouse.catalog.snapshots import Snapshot, remove_merged_files, remove_orphans
from dateline.warehouse.catalog.stored_tables import STORED_CATALOG
from dateline.warehouse.lookup.files import keep_files_known
from dateline.warehouse.lookup.index import keep_pages_known
from dateline.warehouse.search.index import keep_up, tidy

# A table costs the more to read the more files it has. Those of one tier, of which each holds 32
# times as much as the one below, are merged once they are many: a row is written again a few times,
# however long a lake lives.
_SMALL_FILE_BYTES, _TIER_FACTOR, _TIERS = 1 << 20, 32, 3
MOST_SMALL_FILES = 32
# A publish reads the tables whose rows it replaces, and of each of their files two.
MOST_SMALL_FILES_REPLACED = 8
# So much of a larger file is replaced before that file is written again for its own sake.
_REPLACED_SHARE = 0.3
_FILES = f"""
    SELECT s.schema_name, t.table_name, f.file_size_bytes,
        coalesce(d.delete_count, 0) / f.record_count AS replaced_share
    FROM {STORED_CATALOG}.ducklake_data_file AS f
    JOIN {STORED_CATALOG}.ducklake_table AS t USING (table_id)
    JOIN {STORED_CATALOG}.ducklake_schema AS s USING (schema_id)
    LEFT JOIN (FROM {STORED_CATALOG}.ducklake_delete_file WHERE end_snapshot IS NULL) AS d
        USING (data_file_id)
    WHERE f.end_snapshot IS NULL AND t.end_snapshot IS NULL AND s.end_snapshot IS NULL
"""


class _DataFile(NamedTuple):
    byte_count: int
    replaced_share: float


def merge_small_files(lake: Lake) -> None:
    """Merge the small files that earlier batches left, table by table, where they are many.

    A file with rows that were replaced is written again without them: DuckLake merges no other.
    All snapshots stay. Files of before are removed as those that `compact` merges.
    """
    connection = lake.connection
    by_table: dict[tuple[str, str], list[_DataFile]] = defaultdict(list)
    for schema, table, byte_count, replaced_share in connection.execute(_FILES).fetchall():
        by_table[schema, table].append(_DataFile(byte_count, replaced_share))
    is_any = False
    for (schema, table), files in by_table.items():
        limit = _byte_limit(files)
        if limit is None:
            continue
        is_any = True
        name = f"'lake', {ddl.literal(table)}, schema => {ddl.literal(schema)}"
        threshold = _least_share(files, limit)
        connection.execute(
            f"CALL ducklake_rewrite_data_files({name}, delete_threshold => {threshold})"
        )
        connection.execute(f"CALL ducklake_merge_adjacent_files({name}, max_file_size => {limit})")
    if is_any:
        keep_pages_known(lake)
        keep_up(lake)


def _byte_limit(files: Sequence[_DataFile]) -> int | None:
    """The size below which files of a table are to be merged; None where they are few."""
    most = _most(files)
    limits = [_SMALL_FILE_BYTES * _TIER_FACTOR**tier for tier in range(_TIERS)]
    counts = [
        sum(least <= file.byte_count < limit for file in files)
        for least, limit in pairwise((0, *limits))
    ]
    return max(
        (limit for limit, count in zip(limits, counts, strict=True) if count > most), default=None
    )


def _most(files: Sequence[_DataFile]) -> int:
    if any(file.replaced_share for file in files):
        return min(MOST_SMALL_FILES, MOST_SMALL_FILES_REPLACED)
    return MOST_SMALL_FILES


def _least_share(files: Sequence[_DataFile], limit: int) -> float:
    """How much of a file must be replaced for it to be written again.

    That spares larger files, unless too many small ones were left as they are.
    """
    larger = (file.replaced_share for file in files if file.byte_count >= limit)
    least = max((share for share in larger if share < _REPLACED_SHARE), default=0.0)
    kept_count = sum(file.byte_count < limit and 0 < file.replaced_share <= least for file in files)
    return math.nextafter(least, 1) if least and kept_count <= _most(files) / 2 else 0.0


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
    remove_orphans(connection)
    remove_merged_files(connection, min(keep, LONGEST_QUERY))
    tidy(lake)
    return Compaction(len(forgotten or ()), lake.snapshots[0])
