"""What the lake holds, read back a batch of pages at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from dateline.transforms.schema.pages import Document
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.records import records
from dateline.warehouse.errors import UsageError


class ConditionError(UsageError):
    """The condition that chooses pages is no SQL, or not on the columns of `documents`."""


@dataclass(frozen=True, slots=True)
class ChosenPages:
    """Pages, and their bytes: those with a `document_id` of `ids`, or all of them."""

    page_count: int
    byte_count: int
    ids: pa.Table | None


def choose_documents(reader: Lake, condition: str | None) -> ChosenPages:
    """The pages that a user's condition is true for.

    Args:
        reader: a lake that is open for reading only, since the condition comes from outside.
        condition: a condition in SQL on `documents`; None for all pages.

    Raises:
        ConditionError: the condition is wrong.
        StatementRejectedError: it is more than a condition.
    """
    if condition is not None and not condition.strip():
        raise ConditionError(
            "the condition is empty; write one on the columns of documents, such as source_id LIKE "
            "'%.txt', or omit it for all pages"
        )
    if condition is None:
        ((page_count, byte_count),) = reader.rows(
            "SELECT count(*), coalesce(sum(byte_count), 0)::BIGINT FROM documents"
        )
        return ChosenPages(page_count, byte_count, None)
    # On lines of its own, so that a comment at the condition's end ends there too.
    ids = f"SELECT document_id FROM documents WHERE (\n{condition}\n)"
    try:
        chosen = reader.query(
            f"SELECT document_id, byte_count FROM documents WHERE document_id IN ({ids})"
        )
    except duckdb.Error as error:
        raise ConditionError(
            f"invalid condition {condition!r}: {error}\nWrite a condition on the columns of "
            "documents, such as source_id LIKE '%.txt'"
        ) from error
    byte_count = pc.sum(chosen["byte_count"]).as_py() or 0
    return ChosenPages(chosen.num_rows, byte_count, chosen.select(["document_id"]))


def stored_documents(
    lake: Lake,
    *,
    page_limit: int,
    byte_limit: int,
    chosen: pa.Table | None = None,
) -> Iterator[tuple[Document, ...]]:
    """The documents of the lake in batches, in the order in which they lie there.

    Args:
        lake: an open lake; other queries may run on it meanwhile.
        page_limit: most pages in a batch.
        byte_limit: most bytes in a batch of several pages.
        chosen: the `document_id` of those that are wanted; None for all.
    """
    batch: list[Document] = []
    byte_count = 0
    for row in _rows(lake, page_limit, chosen):
        if batch and (len(batch) == page_limit or byte_count + row.byte_count > byte_limit):
            yield tuple(batch)
            batch, byte_count = [], 0
        batch.append(row)
        byte_count += row.byte_count
    if batch:
        yield tuple(batch)


def _rows(lake: Lake, page_limit: int, chosen: pa.Table | None) -> Iterator[Document]:
    # A connection of its own: a result that is read piece by piece ends with the next query.
    with lake.connection.cursor() as connection:
        query = "SELECT * FROM lake.documents"
        if chosen is not None:
            connection.register("chosen", chosen)
            query += " SEMI JOIN chosen USING (document_id)"
        for rows in connection.execute(query).to_arrow_reader(page_limit):
            yield from records(Document, rows)
