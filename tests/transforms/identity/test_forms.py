"""What a page tells of whom it names."""

from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.identity.forms import Form, acronym_of, form_of, is_short
from dateline.transforms.identity.offices import Office
from dateline.transforms.parsing import parse
from dateline.transforms.text.page import Page

WORDS = st.text("abc -", max_size=6)
FORMS = st.builds(
    Form,
    name_id=st.text("abc/-", min_size=1),
    offices=st.lists(st.builds(Office, st.text("ab ", min_size=1), WORDS), max_size=2).map(tuple),
    countries=st.lists(st.sampled_from(("SVK", "POL")), max_size=2).map(tuple),
    page_countries=st.lists(st.sampled_from(("SVK", "POL")), max_size=3).map(tuple),
    gender=st.sampled_from(("", "male")),
    acronym=st.sampled_from(("", "HPA")),
    is_ambiguous=st.booleans(),
    page=st.sampled_from(("", "0a1b")),
)


@given(FORMS)
def test_a_form_is_read_from_the_text_that_stands_for_it(form: Form) -> None:
    assert form_of(form.form_id) == form


def test_surnames_alone_are_short_with_their_initials_and_particles() -> None:
    assert all(map(is_short, ("Vrana", "L. Vrana", "van Dam", "al-Hariri", "Vrana Jr.")))
    assert not any(map(is_short, ("Ludek Vrana", "Ludek van Dam")))


def test_acronyms() -> None:
    assert (acronym_of("H.P.A."), acronym_of("HPA"), acronym_of("Hpa")) == ("HPA", "HPA", "")
    assert acronym_of("ASTONISHINGLY") == acronym_of("A") == ""


PAGE = """Harbour talks go on

BRATISLAVA — President Ludek Vrana of Slovakia met Mrs. Lintova and Polish Prime Minister Kowal in
Bratislava on Monday, the Harbour Port Authority (HPA) said.

“We are close,” Vrana told reporters in the Slovak capital. Slovakia and Poland share the harbour.
“The HPA is ready,” Kowal said in Bratislava.
"""


def forms(text: str) -> dict[str, Form]:
    """The forms of a page by their names."""
    found: dict[str, Form] = {}
    for mention in parse(Page("0" * 64, text)).mentions.to_pylist():
        form = form_of(mention["form_id"])
        assert form.name_id == mention["entity_id"]
        assert found.setdefault(mention["name"], form) == form
    return found


def test_forms_of_a_page() -> None:
    found = forms(PAGE)
    president = found["Ludek Vrana"]
    assert president.offices == (Office("president"),)
    assert president.page_countries == ("SVK",)
    kowal = found["Kowal"]
    assert (kowal.offices, kowal.countries) == ((Office("prime minister"),), ("POL",))
    assert (kowal.page_countries, kowal.page) == (("POL", "SVK"), "")
    assert (found["Lintova"].gender, found["Lintova"].page) == ("female", "0" * 16)
    assert found["Harbour Port Authority"].acronym == "HPA"
    assert found["Bratislava"] == Form("place/bratislava")


def test_the_page_alone_says_how_a_mention_is_resolved() -> None:
    rows = parse(Page("0" * 64, PAGE)).mentions.to_pylist()
    found = {row["text"]: row["resolved_by"] for row in rows}
    assert found["Ludek Vrana"] == "name"
    assert found["Vrana"] == found["HPA"] == "page"
    assert found["Kowal"] == "unresolved"


def test_a_surname_of_two_people_of_a_page_is_ambiguous() -> None:
    found = forms("Ann Bek and Tom Bek met in Oslo on Monday. Bek said that it was a good day.")
    assert found["Bek"].is_ambiguous
    assert not found["Ann Bek"].is_ambiguous


def test_a_quotation_has_the_form_of_its_speaker() -> None:
    parsed = parse(Page("0" * 64, PAGE))
    by_name = {row["entity_id"]: row["form_id"] for row in parsed.mentions.to_pylist()}
    quotes = parsed.quotes.to_pylist()
    assert quotes
    for quote in quotes:
        assert quote["speaker_form_id"] == by_name[quote["speaker_entity_id"]]


def test_a_page_alone_tells_why_a_mention_means_its_entity() -> None:
    text = (
        "Talks go on\n\nTEHRAN — The Islamic Republic said on Monday that President Ludek Vrana "
        "of Slovakia would come, and Mrs. Lintova would not.\n\n“We are close,” Vrana told "
        "reporters in Tehran.\n"
    )
    mentions = parse(Page("0" * 64, text)).mentions.to_pylist()
    assert {(mention["text"], mention["resolved_by"]) for mention in mentions} >= {
        ("Tehran", "name"),
        ("Islamic Republic", "alias"),
        ("Ludek Vrana", "name"),
        ("Vrana", "page"),
        ("Lintova", "unresolved"),
    }
