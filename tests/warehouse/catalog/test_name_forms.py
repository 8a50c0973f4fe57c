"""The rows of `name_forms`: parts of them, and how they are merged."""

import duckdb
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from made_batches import tables
from made_forms import FORMS, mentions_of

from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog.name_forms import (
    all_forms,
    counted_forms_of,
    keys_in,
    merged_forms_of,
    resolved,
)

PAGES = range(len(FORMS))


@settings(max_examples=30, deadline=None)
@given(st.permutations(PAGES), st.integers(0, len(PAGES)))
def test_forms_of_parts_are_merged_to_those_of_all(pages: list[int], count: int) -> None:
    mentions = mentions_of(pages)
    with duckdb.connect() as connection:
        connection.register("documents", tables(PAGES)["documents"])
        connection.register("mentions", mentions)
        connection.register("one", mentions.slice(0, count))
        connection.register("other", mentions.slice(count))
        whole = all_forms(connection, "mentions", "documents")
        parts = (f"({counted_forms_of(part, 'documents')})" for part in ("one", "other"))
        merged = connection.execute(merged_forms_of(*parts)).to_arrow_table()
        assert resolved(merged).equals(whole)
        assert whole.schema.equals(TABLES["name_forms"].arrow_schema)
        assert sum(whole["mention_count"].to_pylist()) == len(PAGES)


def test_keys_are_of_surnames_and_acronyms() -> None:
    counted = pa.table(
        {
            "kind": ["person", "person", "organisation", "organisation", "place"],
            "name": ["Ludek Vrána", "van Dam", "HPA", "Harbour Port Authority", "Oslo"],
            "form_id": ["a", "b", "c", "d|||||HPA", "e"],
        }
    )
    assert keys_in(counted) == [
        "person/vrn",
        "person/dm",
        "organisation/hpa",
        "organisation/hpa",
        None,
    ]
