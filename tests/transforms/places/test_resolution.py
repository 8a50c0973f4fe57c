"""Which of several places an article means."""

from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.names.entities import fold
from dateline.transforms.places.resolution import NamedPlace, resolve_places
from dateline.transforms.places.stated_places import places_in_names
from dateline.transforms.schema.closed_sets import PlaceBasis

NAMES = ("Columbus", "Georgia", "Ohio", "Paris", "Springfield", "Tbilisi", "Toledo", "Nowhereton")


def meant(
    *names: str | tuple[str, str], dateline: str | None = None
) -> dict[str, tuple[str | None, str | None, PlaceBasis]]:
    named = [NamedPlace(*(name if isinstance(name, tuple) else (name, " said"))) for name in names]
    return {
        name: (found.location.country, found.location.admin1, found.basis)
        for name, found in resolve_places(named, dateline).items()
    }


def test_what_the_text_states_behind_a_name_goes_first() -> None:
    stated = ("USA", "Georgia", PlaceBasis.STATED)
    assert meant("Columbus", ("Columbus", ", Ga., on Monday"), "Ohio")["Columbus"] == stated
    assert meant(("Paris", ", Texas"))["Paris"] == ("USA", "Texas", PlaceBasis.STATED)
    assert meant(("Tripoli", ", Lebanon"))["Tripoli"][0] == "LBN"


def test_a_place_that_is_not_in_the_state_behind_its_name_is_unknown() -> None:
    assert "Portland" not in meant(("Portland", ", W. Va., said"), "Oregon")


def test_a_list_of_places_states_nothing() -> None:
    assert meant(("Iraq", ", Iran and Syria"), "Iran")["Iraq"][0] == "IRQ"


def test_an_ambiguous_name_alone_means_no_place() -> None:
    assert meant("Springfield") == {}
    assert meant("Georgia") == {}


def test_the_other_places_of_an_article_tell() -> None:
    assert meant("Georgia", "Tbilisi", "Batumi")["Georgia"] == ("GEO", None, PlaceBasis.CONTEXT)
    assert meant("Georgia", "Atlanta", "Savannah")["Georgia"][0] == "USA"
    assert meant("Columbus", "Ohio", "Toledo")["Columbus"][:2] == ("USA", "Ohio")


def test_two_states_that_fit_as_well_tell_nothing() -> None:
    assert "Clinton" not in meant("Springfield", "Franklin", "Clinton", "Georgetown")


def test_what_lies_near_the_other_names_is_meant() -> None:
    assert meant("Athens", "Chattanooga", "McMinn County")["Athens"][:2] == ("USA", "Tennessee")
    assert meant("Paris", "Sherman", "Lamar County", "Texas")["Paris"][:2] == ("USA", "Texas")
    assert meant("Paris", "Lyon", "Marseille")["Paris"][0] == "FRA"
    assert meant("Richmond", "Vancouver", "Burnaby")["Richmond"][0] == "CAN"


def test_a_state_speaks_for_the_places_in_it() -> None:
    assert meant("Alexandria", "Minnesota", "Brainerd")["Alexandria"][:2] == ("USA", "Minnesota")


def test_places_in_names_of_organisations_tell() -> None:
    named = [NamedPlace("Springfield", " said")]
    hints = places_in_names(["Hampden County District Court", "Holyoke Fire Department", "Red Sox"])
    assert hints == ["Hampden County", "Holyoke"]
    (found,) = resolve_places(named, None, hints).values()
    assert found.location.admin1 == "Massachusetts"


def test_the_dateline_tells() -> None:
    found = meant("Springfield", dateline="CHICAGO, Ill. (AP) —")
    assert found["Springfield"] == ("USA", "Illinois", PlaceBasis.DATELINE)


def test_a_capital_or_a_far_larger_place_is_meant() -> None:
    assert meant("Paris")["Paris"] == ("FRA", "Île-de-France", PlaceBasis.MOST_POPULOUS)
    assert meant("Washington", "Iran")["Washington"][1] == "District of Columbia"


def test_a_country_goes_before_what_is_named_like_it_inside_it() -> None:
    assert meant("Mexico", "Texas")["Mexico"][:2] == ("MEX", None)


@given(
    st.permutations(NAMES), st.sampled_from([None, "ATLANTA", "PARIS (AFP) -", "TOLEDO, Ohio —"])
)
def test_order_makes_no_difference_and_every_place_bears_its_name(
    names: list[str], dateline: str | None
) -> None:
    assert meant(*names, dateline=dateline) == meant(*NAMES, dateline=dateline)
    found = resolve_places([NamedPlace(name, "") for name in names], dateline)
    assert all(place.location.key == fold(name) for name, place in found.items())


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_behind_a_name_and_any_dateline_can_be_read(behind: str, dateline: str) -> None:
    resolve_places([NamedPlace("Columbus", behind)], dateline)
