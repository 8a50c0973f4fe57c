"""How DuckLake writes the files of a lake: compressed well, and so that one page is read alone.

By itself it compresses for speed, and puts 122,880 rows into a group. To read one value of a group
takes all that stand before it, of texts some hundreds of megabytes.
"""

from collections.abc import Mapping

import duckdb

from dateline.warehouse.catalog.ddl import literal
from dateline.warehouse.catalog.stored_tables import STORED_CATALOG

# A few megabytes of text each, as pages usually are.
_ROWS_OF_A_GROUP: Mapping[str, int] = {"documents": 2_048, "articles": 2_048}


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
