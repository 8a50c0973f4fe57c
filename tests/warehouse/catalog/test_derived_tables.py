"""Entities and stories are functions of the rows: their order makes no difference."""

from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from made_batches import DAY, PEOPLE, document_id, tables, with_column

from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog.derived_tables import entities_of, stories_of

ROWS = tables(range(6))
QUERIES = {"entities": (entities_of, "mentions"), "stories": (stories_of, "articles")}


def derived(name: str, rows: dict[str, pa.Table]) -> pa.Table:
    query, origin = QUERIES[name]
    with duckdb.connect() as connection:
        for table in (origin, "documents"):
            connection.register(table, rows[table])
        return connection.execute(query(origin, "documents")).to_arrow_table()


def entities(**columns: list[Any]) -> list[dict[str, Any]]:
    """The entities of the pages, with other values in some columns of the mentions."""
    mentions = ROWS["mentions"]
    for name, values in columns.items():
        mentions = with_column(mentions, name, values)
    found: list[dict[str, Any]] = derived("entities", ROWS | {"mentions": mentions}).to_pylist()
    return found


@pytest.mark.parametrize("name", QUERIES)
def test_the_columns_are_those_declared(name: str) -> None:
    schema = TABLES[name].arrow_schema
    found = derived(name, ROWS)
    assert found.schema.names == schema.names
    assert found.cast(schema).num_rows == found.num_rows > 0


@pytest.mark.parametrize("name", QUERIES)
def test_the_order_of_the_rows_changes_nothing(name: str) -> None:
    backwards = {
        table: ROWS[table].take(list(range(ROWS[table].num_rows))[::-1])
        for table in ("mentions", "articles", "documents")
    }
    assert derived(name, backwards).equals(derived(name, ROWS))


def test_mentions_are_counted_by_entity_and_pages_once() -> None:
    found = entities(entity_id=["a", "a", "a", "a", "b", "b"])
    assert [row["mention_count"] for row in found] == [4, 2]
    twice = pa.concat_tables([ROWS["mentions"], ROWS["mentions"]])
    row = derived("entities", ROWS | {"mentions": twice}).to_pylist()[0]
    assert (row["mention_count"], row["document_count"]) == (4, 2)


def test_the_fullest_form_names_the_entity_and_ties_go_by_code_points() -> None:
    names = ["Bo Ek", "Robert Ek", "Bo Ek", "Bo Ek", "Robért Ek", "Bo Ek"]
    (entity,) = entities(entity_id=["a"] * 6, name=names)
    assert entity["name"] == "Robert Ek"
    assert entity["aliases"] == sorted({*names, *PEOPLE})


def test_an_entity_is_seen_when_its_pages_are_fetched_or_else_loaded() -> None:
    (first, second, _) = entities()
    # Pages 0 and 3 were never fetched, pages 1 and 4 were.
    assert first["first_seen_at"] == DAY
    assert first["last_seen_at"] == DAY + timedelta(hours=3)
    assert second["first_seen_at"] == DAY - timedelta(days=4)
    assert second["last_seen_at"] == DAY - timedelta(days=1)


def stories(story_ids: list[str], documents: pa.Table) -> dict[str, list[str]]:
    """The roles of the pages of each story, in the order of the pages."""
    articles = with_column(ROWS["articles"], "story_id", story_ids)
    rows = derived("stories", {"articles": articles, "documents": documents}).to_pylist()
    roles = {row["document_id"]: row["role"] for row in rows}
    assert len(roles) == len(story_ids)
    found: dict[str, list[str]] = {story: [] for story in story_ids}
    for page, story in enumerate(story_ids):
        found[story].append(roles[document_id(page)])
    return found


def test_the_page_seen_first_leads_its_story() -> None:
    found = stories(["a", "a", "a", "b", "b", "c"], ROWS["documents"])
    assert found == {"a": ["copy", "copy", "lead"], "b": ["copy", "lead"], "c": ["lead"]}


def test_of_pages_seen_at_once_the_least_id_leads() -> None:
    at = [datetime(2026, 1, 1, tzinfo=UTC)] * 6
    roles = stories(["a"] * 6, with_column(ROWS["documents"], "fetched_at", at))["a"]
    least = min(range(6), key=document_id)
    assert roles == ["lead" if page == least else "copy" for page in range(6)]
