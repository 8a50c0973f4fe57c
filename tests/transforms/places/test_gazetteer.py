"""Which places bear a name."""

import pytest

from dateline.seeds import lexicon
from dateline.transforms.places.gazetteer import inhabited_cells, locations
from dateline.transforms.schema.closed_sets import PlaceKind


def test_namesakes_come_by_population_and_a_capital_first() -> None:
    found = [(place.country, place.admin1) for place in locations("Columbus")]
    assert found[:2] == [("USA", "Ohio"), ("USA", "Georgia")]
    assert locations("Washington")[0].is_capital


@pytest.mark.parametrize("name", ["Kosovo", "Sokhumi", "Nagorno-Karabakh", "Simferopol"])
def test_a_contested_place_has_coordinates_and_no_country(name: str) -> None:
    place = locations(name)[0]
    assert place.country is None
    assert len(place.claimed_by) > 1
    assert -90 <= place.latitude <= 90


def test_accents_case_and_articles_do_not_count() -> None:
    assert locations("the Netherlands")[0].country == "NLD"
    assert locations("SAO PAULO")[0].geoname_id == locations("São Paulo")[0].geoname_id


def test_a_name_that_nothing_bears_has_no_places() -> None:
    assert list(locations("Xyzzyville")) == []


def test_added_places_are_of_a_known_kind() -> None:
    assert {row["kind"] for row in lexicon("more_places")} <= set(PlaceKind)


def test_every_contested_place_is_in_the_gazetteer_or_names_a_state_of_it() -> None:
    unknown = [
        row["name"]
        for row in lexicon("contested_places")
        if not any(place.claimed_by for place in locations(row["name"]))
    ]
    assert unknown == []


def test_cells_with_cities_are_where_people_live() -> None:
    cells = set(inhabited_cells(2))
    assert {(48, 2), (40, -74), (-34, 150)} <= cells, "Paris, New York and Sydney"
    assert (0, -30) not in cells, "the middle of the Atlantic"
    assert all(-90 <= south < 90 and -180 <= west < 180 for south, west in cells)
