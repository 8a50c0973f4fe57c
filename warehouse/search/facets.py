"""By what a search can be narrowed: outlets, languages, months and speakers of what it found."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.name_tables import has_name_tables
from dateline.warehouse.catalog.own_queries import look_up
from dateline.warehouse.search.query import Ranking

_MOST_VALUES = 10
_FACTS = """
    SELECT document_id, outlet, in_language, strftime(day, '%Y-%m') FROM {facts}
    WHERE document_id IN (SELECT unnest($1))
"""
_FACTS_IN_MEMORY = """(
    SELECT document_id, crediting_outlet AS outlet, in_language, day
    FROM memory.by_name.pages WHERE has_article
)"""
_FACTS_OF_ARTICLES = """(
    SELECT document_id, coalesce(publisher, source_organization, {host}) AS outlet, in_language,
        date_published AS day
    FROM articles LEFT JOIN fingerprints USING (document_id)
)"""
_SPEAKERS = """
    SELECT document_id, quote_number, speaker FROM {spoken}
    WHERE document_id IN (SELECT unnest($1))
"""
_SPOKEN_IN_MEMORY = """(
    SELECT document_id, quote_number, speaker
    FROM memory.by_name.spoken JOIN memory.by_name.pages ON number = page
)"""
_SPOKEN_IN_QUOTES = """(
    SELECT document_id, quote_number, coalesce(speaker, speaker_text) AS speaker FROM quotes
)"""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value to narrow a search by, and how many of the hits have it."""

    value: str
    count: int


def facets_of(lake: Lake, found: Ranking) -> Mapping[str, Sequence[FacetValue]]:
    """The most frequent outlets, languages, months and speakers of what was found, counted."""
    documents = list(dict.fromkeys(document_id for document_id, _ in found.scores))
    facts, spoken = _FACTS_IN_MEMORY, _SPOKEN_IN_MEMORY
    if not has_name_tables(lake):
        spoken = _SPOKEN_IN_QUOTES
        facts = _FACTS_OF_ARTICLES.format(host=lake.column("fingerprints", "host"))
    of_documents = look_up(lake, _FACTS.format(facts=facts), [documents])
    by_document = {document_id: values for document_id, *values in of_documents}
    hits = [by_document.get(document_id, [None] * 3) for document_id, _ in found.scores]
    quoted = [document_id for document_id, number in found.scores if number is not None]
    query = _SPEAKERS.format(spoken=spoken)
    told = list(look_up(lake, query, [quoted])) if quoted else []
    speakers = [speaker for *key, speaker in told if tuple(key) in found.scores]
    return {
        "outlet": _counted([outlet for outlet, _, _ in hits]),
        "language": _counted([language for _, language, _ in hits]),
        "month": _counted([month for _, _, month in hits]),
        "speaker": _counted(speakers),
    }


def _counted(values: Sequence[str | None]) -> Sequence[FacetValue]:
    counts = Counter(value for value in values if value is not None)
    ordered = sorted(counts.items(), key=lambda it: (-it[1], it[0]))
    return [FacetValue(value, count) for value, count in ordered[:_MOST_VALUES]]
