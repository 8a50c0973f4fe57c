"""Facets count what a search found."""

from datetime import date
from pathlib import Path

from made_batches import tables, with_column

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage
from dateline.warehouse.search.facets import FacetValue, facets_of
from dateline.warehouse.search.query import Filters, Ranking, rank
from dateline.warehouse.search.words import parse_query

OUTLETS = ("Daily Star", "Daily Star", None, "The Quay", "The Quay", "The Quay")


def test_facets_count_what_was_found(tmp_path: Path) -> None:
    rows = tables(range(6))
    articles = with_column(rows["articles"], "publisher", OUTLETS)
    days = [date(2026, 1 + page % 2, 3) for page in range(6)]
    articles = with_column(articles, "date_published", days)
    articles = with_column(articles, "in_language", ["en"] * 5 + ["nb"])
    with Lake.open(tmp_path / "lake") as lake:
        publish(lake, stage(lake.folder, rows | {"articles": articles}))
        query = parse_query("It’s")
        facets = facets_of(lake, rank(lake, query, Filters(kind="article"), limit=100))
        assert facets["outlet"] == [FacetValue("The Quay", 3), FacetValue("Daily Star", 2)]
        assert facets["language"] == [FacetValue("en", 5), FacetValue("nb", 1)]
        assert facets["month"] == [FacetValue("2026-01", 3), FacetValue("2026-02", 3)]
        assert facets["speaker"] == []
        quoted = rank(lake, query, Filters(kind="quotation"), limit=100)
        speakers = facets_of(lake, quoted)["speaker"]
        assert sum(it.count for it in speakers) == len(quoted.scores) > 0
        narrowed = rank(lake, query, Filters(kind="article", language="nb"), limit=100)
        assert len(narrowed.scores) == narrowed.count == 1
        one = [document for document, _ in narrowed.scores]
        only = rank(lake, query, Filters(kind="article", document_ids=one), limit=100)
        assert only.scores.keys() == narrowed.scores.keys()
        nothing = facets_of(lake, Ranking({}, 0, lake.snapshot_id))
        assert set(map(tuple, nothing.values())) == {()}
