"""The pages that name a place, by any of the names under which pages have it."""

from collections.abc import Sequence

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.own_queries import look_up

_PAGES = """
    SELECT DISTINCT document_id FROM mentions
    WHERE kind = 'place' AND entity_id IN (
        SELECT entity_id FROM entities WHERE kind = 'place' AND (
            entity_id = $1 OR lower(name) = lower($1)
            OR list_contains(list_transform(aliases, lambda alias: lower(alias)), lower($1))))
    ORDER BY document_id
"""


def pages_naming_place(lake: Lake, place: str) -> Sequence[str]:
    """The `document_id` of pages that name a place; `place` is its identity or one of its names."""
    return [str(document_id) for (document_id,) in look_up(lake, _PAGES, [place])]
