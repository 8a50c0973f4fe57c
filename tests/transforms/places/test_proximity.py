"""Places speak for those that lie near them."""

from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.places.gazetteer import locations
from dateline.transforms.places.proximity import support_of

NAMES = ("Athens", "Chattanooga", "Springfield", "Ohio", "Georgia", "Nowhereton", "Lima")


def support(*names: str) -> dict[str, dict[str | None, float]]:
    found = support_of({name: locations(name) for name in names}, {})
    return {
        name: {place.admin1: round(value, 2) for value, place in places}
        for name, places in found.items()
    }


def test_what_is_near_speaks_and_what_is_far_does_not() -> None:
    athens = support("Athens", "Chattanooga")["Athens"]
    assert athens["Tennessee"] > 0.3
    assert athens["Attica"] == athens["Texas"] == 0


def test_a_name_says_nothing_about_itself() -> None:
    assert set(support("Springfield")["Springfield"].values()) == {0}


def test_the_more_places_bear_a_name_the_less_it_says() -> None:
    sure = support("Athens", "Chattanooga")["Athens"]["Tennessee"]
    unsure = support("Chattanooga", "Athens")["Chattanooga"]["Tennessee"]
    assert 0 < unsure < sure


def test_a_state_speaks_for_its_places_alone() -> None:
    lima = support("Lima", "Ohio")["Lima"]
    assert lima["Ohio"] > 0
    assert sum(value > 0 for value in lima.values()) == 1


@given(st.lists(st.sampled_from(NAMES), unique=True))
def test_the_order_of_names_makes_no_difference(names: list[str]) -> None:
    assert support(*names) == support(*reversed(names))
