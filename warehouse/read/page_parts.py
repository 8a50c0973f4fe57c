"""The rows of some pages at a time, of tables that are larger than memory, each read once.

A page's rows lie close together in each table, since a batch brought them: of a table, a part is
read from the stretches of files that hold its pages, which one look at its ids tells. A join on the
ids alone would read all of the table for each part.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

import duckdb
import numpy as np
import pyarrow as pa

from dateline.warehouse.catalog.ddl import identifier, literal
from dateline.warehouse.catalog.snapshots import registered

# No declared column is called so.
_FILE, _ROW = identifier("data file"), identifier("data row")

LOCATION = f"{_FILE}, {_ROW}"
"""The columns that say where a row lies, by which rows come in that order."""

_Stretch: TypeAlias = tuple[str, int, int]
"""A file, and the first and the last row of it."""


def located(origin: str, columns: str = "*") -> str:
    """What FROM takes for rows that know where they lie.

    Args:
        origin: what FROM takes for the rows, from a lake or from Parquet files.
        columns: those that are wanted, as SELECT takes them.
    """
    return f"(SELECT {columns}, filename AS {_FILE}, file_row_number AS {_ROW} FROM {origin})"


def without_location(rows: str) -> str:
    """What FROM takes for the rows as they are stored."""
    return f"(SELECT * EXCLUDE ({LOCATION}) FROM {rows})"


def page_parts(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, str],
    pages: pa.Table,
    sizes: Sequence[int],
    select: Callable[[str, str], str],
) -> Iterator[dict[str, pa.Table]]:
    """All rows of some pages at a time, by table.

    Args:
        connection: a connection that reads the tables.
        tables: what FROM takes for each table, by name, as `located` makes it; each has a
            `document_id`, which may be null.
        pages: the `document_id` of each page, once, best in the order in which the pages lie there.
        sizes: how many pages each part has.
        select: makes the query for what is wanted of the rows of a table, given its name and what
            FROM takes for them. The `document_id` is among it.
    """
    ids = pages.select(["document_id"])
    numbered = ids.append_column("part", pa.array(np.repeat(np.arange(len(sizes)), sizes)))
    stretches = {name: _stretches(connection, rows, numbered) for name, rows in tables.items()}
    start = 0
    for part, size in enumerate(sizes):
        with registered(connection, part_pages=ids.slice(start, size)):
            yield {
                name: connection.execute(
                    f"FROM ({select(name, _rows_in(rows, stretches[name].get(part, ())))}) AS row "
                    "SEMI JOIN part_pages AS page "
                    "ON page.document_id IS NOT DISTINCT FROM row.document_id"
                ).to_arrow_table()
                for name, rows in tables.items()
            }
        start += size


def _stretches(
    connection: duckdb.DuckDBPyConnection, rows: str, numbered: pa.Table
) -> dict[int, list[_Stretch]]:
    """Where the rows of each part lie in a table."""
    with registered(connection, numbered_pages=numbered):
        found = connection.execute(
            f"SELECT part, {_FILE}, min({_ROW}), max({_ROW}) FROM {rows} AS row "
            "JOIN numbered_pages AS page ON page.document_id IS NOT DISTINCT FROM row.document_id "
            "GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    by_part: dict[int, list[_Stretch]] = {}
    for part, file, first, last in found:
        by_part.setdefault(part, []).append((file, first, last))
    return by_part


def _rows_in(rows: str, stretches: Sequence[_Stretch]) -> str:
    """What FROM takes for the rows of a table that lie in some stretches of its files."""
    if not stretches:
        return f"(FROM {rows} WHERE false)"
    queries = (
        f"FROM {rows} WHERE {_FILE} = {literal(file)} AND {_ROW} BETWEEN {first} AND {last}"
        for file, first, last in stretches
    )
    return f"({' UNION ALL '.join(queries)})"
