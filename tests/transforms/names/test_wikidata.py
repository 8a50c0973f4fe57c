"""Ids in Wikidata: each of one item, with a source, for names that mean one thing."""

import re

import pytest

from dateline.seeds import lexicon
from dateline.transforms.names.entities import entity_id
from dateline.transforms.names.wikidata import wikidata_ids
from dateline.transforms.places.gazetteer import locations
from dateline.transforms.schema.closed_sets import PlaceKind

ROWS = lexicon("wikidata_ids")


@pytest.mark.parametrize(
    ("kind", "name", "wikidata_id"),
    [
        ("place", "Türkiye", "Q43"),
        ("place", "U.S.", "Q30"),
        ("place", "Islamic Republic of Iran", "Q794"),
        ("organisation", "North Atlantic Treaty Organization", "Q7184"),
        ("organisation", "the State Department", "Q789915"),
        ("organisation", "Georgia", None),
        ("place", "Georgia", None),
        ("person", "Reuters", None),
    ],
)
def test_all_forms_of_a_name_have_the_id_of_their_item(
    kind: str, name: str, wikidata_id: str | None
) -> None:
    assert wikidata_ids().get(entity_id(kind, name)) == wikidata_id


def test_every_row_is_certain() -> None:
    ids: dict[str, set[str]] = {}
    for row in ROWS:
        assert re.fullmatch(r"Q[1-9]\d*", row["wikidata_id"]), row
        assert row["source"], row
        ids.setdefault(entity_id(row["kind"], row["name"]), set()).add(row["wikidata_id"])
    assert [entity for entity, found in ids.items() if len(found) > 1] == []


def test_every_place_is_the_country_of_its_code() -> None:
    for row in ROWS:
        if row["kind"] == "place":
            places = {
                place.country for place in locations(row["name"]) if place.kind == PlaceKind.COUNTRY
            }
            assert places == {row["country"]}, row


def test_no_id_is_of_a_country_and_of_an_organisation() -> None:
    by_kind = {
        kind: {row["wikidata_id"] for row in ROWS if row["kind"] == kind}
        for kind in ("place", "organisation")
    }
    assert len(by_kind["place"]) > 200
    assert by_kind["place"].isdisjoint(by_kind["organisation"])
