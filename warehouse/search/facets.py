"""By what a search can be narrowed: outlets, languages, months and speakers of what it found."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.parameters import execute
from dateline.warehouse.search.query import Ranking

_MOST_VALUES = 10
_FACTS = """
    SELECT coalesce(publisher, source_organization, {host}) AS outlet, in_language,
        strftime(date_published, '%Y-%m') AS month, document_id
    FROM articles LEFT JOIN fingerprints USING (document_id)
    WHERE document_id IN (SELECT unnest($1))
"""
_SPEAKERS = """
    SELECT document_id, quote_number, coalesce(speaker, speaker_text) FROM quotes
    WHERE document_id IN (SELECT unnest($1))
"""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value to narrow a search by, and how many of the hits have it."""

    value: str
    count: int


def facets_of(lake: Lake, found: Ranking) -> Mapping[str, Sequence[FacetValue]]:
    """The most frequent outlets, languages, months and speakers of what was found, counted."""
    documents = list(dict.fromkeys(document_id for document_id, _ in found.scores))
    query = _FACTS.format(host=lake.column("fingerprints", "host"))
    facts = execute(lake.connection, query, [documents])
    by_document = {row[3]: row for row in facts.fetchall()}
    hits = [by_document.get(document_id, (None,) * 4) for document_id, _ in found.scores]
    quoted = [document_id for document_id, number in found.scores if number is not None]
    spoken = execute(lake.connection, _SPEAKERS, [quoted]) if quoted else None
    speakers = (
        [speaker for *key, speaker in spoken.fetchall() if tuple(key) in found.scores]
        if spoken
        else []
    )
    return {
        "outlet": _counted([outlet for outlet, *_ in hits]),
        "language": _counted([language for _, language, *_ in hits]),
        "month": _counted([month for _, _, month, _ in hits]),
        "speaker": _counted(speakers),
    }


def _counted(values: Sequence[str | None]) -> Sequence[FacetValue]:
    counts = Counter(value for value in values if value is not None)
    ordered = sorted(counts.items(), key=lambda it: (-it[1], it[0]))
    return [FacetValue(value, count) for value, count in ordered[:_MOST_VALUES]]
