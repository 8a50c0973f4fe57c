"""Rows by a key, such as those of one page, as the records that they are declared to be."""

from collections.abc import Mapping, Sequence, Set
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from dateline.transforms.schema.columns import table_of
from dateline.warehouse.catalog.ddl import identifier, literal
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.name_tables import has_name_tables
from dateline.warehouse.catalog.own_queries import look_up
from dateline.warehouse.catalog.records import records_of
from dateline.warehouse.catalog.resolved_tables import RESOLVED_TABLES, forms_joined, resolve
from dateline.warehouse.catalog.stored_tables import tables_without_files

if TYPE_CHECKING:
    import pyarrow as pa

Row = TypeVar("Row")


def rows_of_page(
    lake: Lake,
    row_type: type[Row],
    document_id: str,
    *,
    order: Sequence[str] = (),
    empty: Set[str] | None = None,
) -> list[Row]:
    """The rows of a page; see `rows_by_key`."""
    return rows_by_key(lake, row_type, "document_id", document_id, order=order, empty=empty)


def rows_by_key(
    lake: Lake,
    row_type: type[Row],
    key: str,
    value: str,
    *,
    order: Sequence[str] = (),
    empty: Set[str] | None = None,
) -> list[Row]:
    """Rows from where they lie, if the lake has looked, else by a query.

    Args:
        lake: an open lake, pinned to a snapshot.
        row_type: a row type of `transforms.schema`.
        key: a column of its table.
        value: what the rows have there.
        order: the columns by which the rows are sorted.
        empty: the names of tables without rows; None looks which these are.
    """
    declared: type = row_type
    table = table_of(declared)
    found = stored_rows(lake, table.name, key, value)
    if found is not None:
        if not found.num_rows:
            return []
        by = [(column, "ascending") for column in order]
        rows = (found.sort_by(by) if by else found).to_pylist()
        if table.name in RESOLVED_TABLES:
            resolve(table.name, rows, partial(_forms, lake))
        return records_of(row_type, rows)
    if empty is None:
        empty = tables_without_files(lake.connection)
    if (table.stored_as or table.name) in empty:
        return []
    sorted_by = f" ORDER BY {', '.join(map(identifier, order))}" if order else ""
    query = f"FROM {table.qualified_name} WHERE {identifier(key)} = $1{sorted_by}"
    return records_of(row_type, look_up(lake, query, [value]).dicts())


def rows_of_pages(
    lake: Lake, table: str, document_ids: Sequence[str], columns: Sequence[str]
) -> list[dict[str, Any]]:
    """The columns of some pages' rows, by name and as they are stored."""
    parts = [stored_rows(lake, table, "document_id", it, columns) for it in document_ids]
    there = [part for part in parts if part is not None]
    if len(there) == len(parts):
        rows = [row for part in there if part.num_rows for row in part.to_pylist()]
    else:
        # By literals, since DuckDB skips more of the files than by parameters.
        ids = ", ".join(map(literal, document_ids))
        chosen = ", ".join(map(identifier, columns))
        stored_as = lake.tables[table].stored_as or table
        query = f"SELECT {chosen} FROM {identifier(stored_as)} WHERE document_id IN ({ids})"
        rows = list(look_up(lake, query).dicts())
    return rows


def text_of_page(lake: Lake, document_id: str) -> str | None:
    """The text of a page; None where there is no such page."""
    found = stored_rows(lake, "documents", "document_id", document_id, ["text"])
    if found is not None:
        texts = found["text"].to_pylist() if found.num_rows else []
    else:
        query = "SELECT text FROM documents WHERE document_id = $1"
        texts = [text for (text,) in look_up(lake, query, [document_id])]
    return next(iter(texts), None)


def stored_rows(
    lake: Lake, table: str, key: str, value: str, columns: Sequence[str] | None = None
) -> "pa.Table | None":
    """Rows as they are stored; None where a query has to tell, see `PageFiles.rows`."""
    if lake.page_files is None:
        return None
    # A file that is gone is for a query to report.
    with suppress(OSError):
        return lake.page_files.rows(table, key, value, columns)
    return None


def _forms(lake: Lake, form_ids: Set[str]) -> Mapping[str, Mapping[str, Any]]:
    """Those of some forms that mean somebody else than a page by itself says."""
    if not form_ids:
        return {}
    forms = "memory.by_name.forms"
    if not has_name_tables(lake):
        forms = f"({forms_joined('name_forms')})"
    ids = ", ".join(map(literal, form_ids))
    found = look_up(lake, f"FROM {forms} WHERE form_id IN ({ids})")
    return {row["form_id"]: row for row in found.dicts()}
