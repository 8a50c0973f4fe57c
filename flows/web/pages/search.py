"""The search: articles and quotations by their words, narrowed by facets."""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from dateline.flows.jobs.search import snippet_of
from dateline.flows.web.page import (
    NONE_IF_EMPTY,
    OptionalDay,
    OptionalWords,
    PageNumber,
    Paging,
    WebPage,
)
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.place_pages import pages_naming_place
from dateline.warehouse.search.facets import FacetValue, facets_of
from dateline.warehouse.search.query import Filters, Hit, Kind, Ranking, hits_of, rank
from dateline.warehouse.search.words import Match, SearchQuery, parse_query

_MOST_HITS = 500
# Each takes the text of its article, from wherever in the lake that lies.
_HITS_OF_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A hit as it is shown: `matches` are spans of `snippet`."""

    document_id: str
    quote_number: int | None
    kind: Kind
    source_id: str
    headline: str | None
    outlet: str | None
    published: str | None
    language: str | None
    speaker: str | None
    snippet: str
    matches: Sequence[Match]


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The best hits, and by what they can be narrowed.

    `hit_count` counts all, of which the best 500 are shown, page by page, and counted in `facets`.
    Where `has_all` is false, nothing has all the words.
    """

    hits: Sequence[SearchHit]
    hit_count: int
    has_all: bool
    facets: Mapping[str, Sequence[FacetValue]]
    paging: Paging


def search(
    lake: Lake,
    q: OptionalWords = None,
    kind: Annotated[Kind | None, NONE_IF_EMPTY] = None,
    outlet: OptionalWords = None,
    language: OptionalWords = None,
    speaker: OptionalWords = None,
    place: OptionalWords = None,
    since: OptionalDay = None,
    until: OptionalDay = None,
    page: PageNumber = 1,
) -> SearchAnswer:
    """Articles and quotations by words in any of their forms; `"a phrase"`, `-without`, `prefix*`.

    `outlet` and `speaker` are words of the name, `language` a BCP 47 tag, and `place` the name or
    the identity of a place that the article names.
    """
    if q is None:
        return SearchAnswer((), 0, True, {}, Paging(1, 0))
    query = parse_query(q)
    filters = Filters(
        kind="quotation" if speaker else kind,
        outlet=outlet,
        speaker=speaker,
        since=since,
        until=until,
        language=language,
        document_ids=None if place is None else pages_naming_place(lake, place),
    )
    found = rank(lake, query, filters, limit=_MOST_HITS)
    return SearchAnswer(
        [_shown(hit, query) for hit in hits_of(lake, _part(found, page))],
        found.count,
        found.has_all,
        facets_of(lake, found),
        Paging(page, len(found.scores), _HITS_OF_A_PAGE),
    )


def _part(found: Ranking, page: int) -> Ranking:
    first = (page - 1) * _HITS_OF_A_PAGE
    keys = list(found.scores)[first : first + _HITS_OF_A_PAGE]
    return Ranking({key: found.scores[key] for key in keys}, found.count, found.snapshot_id)


def _shown(hit: Hit, query: SearchQuery) -> SearchHit:
    snippet = snippet_of(hit, query)
    return SearchHit(
        document_id=hit.document_id,
        quote_number=hit.quote_number,
        kind=hit.kind,
        source_id=hit.source_id,
        headline=hit.headline,
        outlet=hit.outlet,
        published=hit.published,
        language=hit.language,
        speaker=hit.speaker,
        snippet=snippet.text,
        matches=snippet.matches,
    )


@dataclass(frozen=True, slots=True)
class FacetLink:
    """A value of a facet, and what narrows the search to it."""

    value: str
    count: int
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DrawnSearch:
    """The snippets in parts, each with whether it matches, and the facets as links."""

    snippets: Sequence[Sequence[tuple[str, bool]]]
    facets: Mapping[str, Sequence[FacetLink]]


def drawn_search(answer: SearchAnswer) -> DrawnSearch:
    """The answer as it is laid out."""
    return DrawnSearch(
        [list(_parts(hit)) for hit in answer.hits],
        {
            name: [FacetLink(it.value, it.count, _narrowing(name, it.value)) for it in values]
            for name, values in answer.facets.items()
            if len(values) > 1
        },
    )


def _parts(hit: SearchHit) -> Iterator[tuple[str, bool]]:
    end = 0
    for match in hit.matches:
        yield hit.snippet[end : match.start], False
        yield hit.snippet[match.start : match.end], True
        end = match.end
    yield hit.snippet[end:], False


def _narrowing(facet: str, value: str) -> Mapping[str, str]:
    if facet != "month":
        return {facet: value}
    year, month = map(int, value.split("-"))
    return {"since": f"{value}-01", "until": f"{value}-{monthrange(year, month)[1]}"}


SEARCH_PAGE = WebPage(
    "/search", search, "search.html.j2", table=lambda it: it.hits, drawn=drawn_search
)
