"""Searches of the tests: all that is found, as hits or as keys."""

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.search.query import Filters, Hit, search
from dateline.warehouse.search.words import parse_query

ALL = 1_000


def hits(lake: Lake, typed: str, filters: Filters | None = None) -> tuple[Hit, ...]:
    found = search(lake, parse_query(typed), filters or Filters(), limit=ALL)
    assert found.count == len(found.hits)
    return found.hits


def keys(found: tuple[Hit, ...]) -> set[tuple[str, int | None]]:
    return {(hit.document_id, hit.quote_number) for hit in found}
