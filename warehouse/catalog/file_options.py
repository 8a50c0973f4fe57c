"""How the files of a lake are written: compressed well, and so that one page is read alone.

By itself DuckLake compresses for speed, and puts 122,880 rows into a group. To read one value of a
group takes all that stand before it, of texts some hundreds of megabytes.
"""

from collections.abc import Mapping

import duckdb

from dateline.warehouse.catalog.ddl import literal
from dateline.warehouse.catalog.stored_tables import STORED_CATALOG

# Some hundred pages each, so that to read a group takes a few milliseconds; articles take 4 percent
# more room so than in groups of 1,000. Of rows that DuckDB makes, a group has 2,048 at least.
_ROWS_OF_A_GROUP: Mapping[str, int] = {
    "documents": 256,
    "articles": 256,
    "lines": 8_192,
    "page_mentions": 4_096,
    "page_quotes": 2_048,
    "entities": 8_192,
    "stories": 8_192,
    "story_members": 8_192,
    "story_changes": 8_192,
}
# Small enough that a query skips what it doesn't need, large enough for the codec.
_ROWS_OF_OTHER_GROUPS = 65_536


def rows_of_a_group(table: str) -> int:
    """How many rows a group of a file has at most; `table` is the name that it is stored under."""
    return _ROWS_OF_A_GROUP.get(table, _ROWS_OF_OTHER_GROUPS)


def set_file_options(connection: duckdb.DuckDBPyConnection) -> None:
    """Have the attached lake's files written so from now on, unless they are already."""
    ((count,),) = connection.execute(
        f"SELECT count(*) FROM {STORED_CATALOG}.ducklake_metadata "
        "WHERE key IN ('parquet_compression', 'parquet_row_group_size')"
    ).fetchall()
    if count > len(_ROWS_OF_A_GROUP):
        return
    connection.execute("CALL lake.set_option('parquet_compression', 'zstd')")
    for table, row_count in _ROWS_OF_A_GROUP.items():
        connection.execute(
            f"CALL lake.set_option('parquet_row_group_size', {row_count}, "
            f"table_name => {literal(table)})"
        )
