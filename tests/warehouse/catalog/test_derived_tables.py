"""Entities and stories are functions of the rows: their order makes no difference."""

from datetime import timedelta
from typing import Any

import duckdb
import pyarrow as pa
from made_batches import DAY, PEOPLE, document_id, tables, with_column

from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog.derived_tables import (
    entities_of,
    ranked_of,
    stories_of,
    story_members_of,
)
from dateline.warehouse.catalog.name_forms import all_forms

ROWS = tables(range(6))


def derived(rows: dict[str, pa.Table]) -> pa.Table:
    with duckdb.connect() as connection:
        for table in ("mentions", "documents"):
            connection.register(table, rows[table])
        connection.register("forms", all_forms(connection, "mentions", "documents"))
        return connection.execute(entities_of("forms")).to_arrow_table()


def entities(**columns: list[Any]) -> list[dict[str, Any]]:
    """The entities of the pages, with other values in some columns of the mentions."""
    mentions = ROWS["mentions"]
    for name, values in columns.items():
        mentions = with_column(mentions, name, values)
    found: list[dict[str, Any]] = derived(ROWS | {"mentions": mentions}).to_pylist()
    return found


def test_the_columns_are_those_declared() -> None:
    schema = TABLES["entities"].arrow_schema
    found = derived(ROWS)
    assert found.schema.names == schema.names
    assert found.cast(schema).num_rows == found.num_rows > 0


def test_the_order_of_the_rows_changes_nothing() -> None:
    backwards = {
        table: ROWS[table].take(list(range(ROWS[table].num_rows))[::-1])
        for table in ("mentions", "documents")
    }
    assert derived(backwards).equals(derived(ROWS))


def test_mentions_are_counted_by_entity_and_pages_once() -> None:
    found = entities(entity_id=["a", "a", "a", "a", "b", "b"])
    assert [row["mention_count"] for row in found] == [4, 2]
    twice = pa.concat_tables([ROWS["mentions"], ROWS["mentions"]])
    row = derived(ROWS | {"mentions": twice}).to_pylist()[0]
    assert (row["mention_count"], row["document_count"]) == (4, 2)
    names = [*ROWS["mentions"]["name"].to_pylist(), *["Another Name"] * 6]
    named = with_column(twice, "name", names)
    row = derived(ROWS | {"mentions": named}).to_pylist()[0]
    assert (row["mention_count"], row["document_count"]) == (4, 2)


def test_the_most_used_name_names_the_entity_then_the_longer_and_the_first() -> None:
    ids = ["a"] * 6
    names = ["Bo Ek", "Robert Ek", "Bo Ek", "Bo Ek", "Robért Ek", "Robert Ek"]
    (entity,) = entities(entity_id=ids, name=names)
    assert entity["name"] == "Bo Ek"
    assert entity["aliases"] == sorted({*names, *PEOPLE})
    names = ["Bo Ek", "Robert Ek", "Bo Ek", "Robért Ek", "Robért Ek", "Robert Ek"]
    (entity,) = entities(entity_id=ids, name=names)
    assert entity["name"] == "Robert Ek"


def test_a_name_that_lexicons_list_is_the_name_of_its_entity() -> None:
    names = ["Islamic Republic"] * 5 + ["Iran"]
    (entity,) = entities(entity_id=["a"] * 6, name=names, kind=["place"] * 6)
    assert entity["name"] == "Iran"
    assert "Islamic Republic" in entity["aliases"]


def test_a_name_in_latin_letters_goes_before_one_that_is_used_more() -> None:
    names = ["Вильнюс"] * 3 + ["Վիլնյուս"] * 2 + ["Vilnius"]
    (entity,) = entities(entity_id=["a"] * 6, name=names, kind=["place"] * 6)
    assert entity["name"] == "Vilnius"
    assert "Вильнюс" in entity["aliases"]


def test_a_joined_name_is_listed_with_its_reason_and_names_nobody() -> None:
    ids = ["person/ludek-vrana"] + ["person/vrana"] * 5
    full = "person/ludek-vrana|president/|SVK"
    forms = [full] + ["person/vrana|president/"] * 5
    names = ["Ludek Vrana"] + ["Vrana"] * 5
    (entity,) = entities(entity_id=ids, form_id=forms, name=names, kind=["person"] * 6)
    assert (entity["name"], entity["country"]) == ("Ludek Vrana", "SVK")
    assert entity["joins"] == [{"name": "Vrana", "resolved_by": "office", "document_count": 5}]


def test_an_entity_is_seen_when_its_pages_are_fetched_or_else_loaded() -> None:
    (first, second, _) = entities()
    # Pages 0 and 3 were never fetched, pages 1 and 4 were.
    assert first["first_seen_at"] == DAY
    assert first["last_seen_at"] == DAY + timedelta(hours=3)
    assert second["first_seen_at"] == DAY - timedelta(days=4)
    assert second["last_seen_at"] == DAY - timedelta(days=1)


def ranked(clusters: dict[str, str], **tables: pa.Table) -> pa.Table:
    """The pages of some texts in the order of their stories."""
    rows = ROWS | tables
    texts = pa.table({"text_id": list(clusters), "cluster": list(clusters.values())})
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for name, table in {**rows, "clusters": texts}.items():
            if "." not in name:
                connection.register(name, table)
        query = ranked_of("clusters", "articles", "documents")
        return connection.execute(query).to_arrow_table()


def order(clusters: dict[str, str], **tables: pa.Table) -> list[int]:
    """The pages of one story, the origin first."""
    rows = ranked(clusters, **tables).sort_by("nth").to_pylist()
    pages = {document_id(page): page for page in range(6)}
    return [pages[row["document_id"]] for row in rows]


ONE_STORY = dict.fromkeys(ROWS["articles"]["text_id"].to_pylist(), "a")


def fetched(*days: int | None) -> pa.Table:
    times = [None if day is None else DAY + timedelta(days=day) for day in days]
    return with_column(ROWS["documents"], "fetched_at", times)


def test_the_page_fetched_first_is_the_origin_and_pages_without_a_time_come_last() -> None:
    least, other = sorted([0, 4], key=document_id)
    assert order(ONE_STORY, documents=fetched(None, 5, 3, 9, None, 1)) == [5, 2, 1, 3, least, other]


def test_the_day_of_publication_counts_before_that_of_fetching() -> None:
    day = DAY.date()
    published = with_column(
        ROWS["articles"], "date_published", [None, day, None, day - timedelta(days=9), None, None]
    )
    pages = order(ONE_STORY, articles=published, documents=fetched(0, 5, -1, 9, 7, 8))
    assert pages == [3, 2, 0, 1, 4, 5]


def test_the_page_of_the_agency_is_the_origin_whenever_it_was_fetched() -> None:
    articles = with_column(ROWS["articles"], "source_organization", [*["NPA"] * 3, "Z", "Z", None])
    articles = with_column(articles, "publisher", [None, "Z", None, None, None, "npa"])
    rows = ranked(ONE_STORY, articles=articles, documents=fetched(*range(6)))
    assert order(ONE_STORY, articles=articles, documents=fetched(*range(6)))[:2] == [5, 0]
    assert set(rows["story_agency"].to_pylist()) == {"NPA"}


def test_fetches_of_one_address_are_versions() -> None:
    documents = with_column(fetched(3, 1, 2, 4, 5, 6), "url", ["u", "u", "u", "v", None, None])
    rows = ranked(ONE_STORY, documents=documents).to_pylist()
    earlier = {row["document_id"]: row["earlier_version_id"] for row in rows}
    assert earlier == dict.fromkeys(map(document_id, range(6))) | {
        document_id(2): document_id(1),
        document_id(0): document_id(2),
    }


COMPARED = {
    "text_id": ["story-0"],
    "origin_text_id": ["story--2"],
    "role": ["cut"],
    "similarity": [0.4],
    "containment": [0.9],
    "origin_containment": [0.5],
}


def test_stories_and_members_have_the_columns_declared() -> None:
    pages = ranked(ONE_STORY | {"story--5": "b"}, documents=fetched(9, 9, 1, 9, 9, 9))
    with duckdb.connect() as connection:
        connection.register("ranked", pages)
        connection.register("compared", pa.table(COMPARED))
        stories = connection.execute(stories_of("ranked")).to_arrow_table()
        members = connection.execute(story_members_of("ranked", "compared")).to_arrow_table()
    found = stories.cast(TABLES["stories"].arrow_schema).to_pylist()
    assert {(row["story_id"], row["article_count"], row["text_count"]) for row in found} == {
        ("story--2", 5, 4),
        ("story--5", 1, 1),
    }
    parts = members.cast(TABLES["story_members"].arrow_schema).to_pylist()
    roles = {row["document_id"]: (row["role"], row["similarity"]) for row in parts}
    assert roles == {
        document_id(0): ("cut", 0.4),
        document_id(1): ("cut", 0.4),
        document_id(2): ("origin", 1),
        document_id(3): ("reprint", 1),
        document_id(4): ("reprint", 1),
        document_id(5): ("origin", 1),
    }
