"""Whom the forms of all pages name."""

from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.transforms.identity.forms import Form, is_short
from dateline.transforms.identity.joining import Identity, SeenForm, join, key_of
from dateline.transforms.identity.offices import role_of
from dateline.transforms.names.entities import entity_id
from dateline.transforms.own_lexicons import OwnLexicons, use_lexicons
from dateline.transforms.schema.closed_sets import IdentityBasis


def seen(
    name: str, role: str = "", about: str = "", pages: int = 1, page: str = "", **more: object
) -> SeenForm:
    """A form of a person; `about` has the countries that its pages speak of."""
    said = role_of(role)
    page = page if is_short(name) and not said.offices else ""
    form = Form(
        entity_id("person", name), said.offices, said.countries, tuple(about.split()), page=page
    )
    return SeenForm(replace(form, **more), "person", name, pages)  # type: ignore[arg-type]


def whom(forms: Iterable[SeenForm], one: SeenForm) -> tuple[str, IdentityBasis]:
    identity = join(forms).get(one.form.form_id)
    if identity is None:
        return one.form.name_id, IdentityBasis.NAME
    return identity.entity_id, identity.resolved_by


HARBOUR = seen("Ludek Vrana", "President of Slovakia", "SVK", 6)
SISTER = seen("Milena Vrana", "novelist", "SVK", 2)


def test_a_full_name_is_joined_across_scripts_and_its_short_forms_with_it() -> None:
    latin, cyrillic = seen("Ludek Vrana"), seen("Людек Врана")
    short = replace(cyrillic, form=replace(cyrillic.form, offices=role_of("President").offices))
    other = seen("Милена Врана")
    forms = [latin, cyrillic, short, other]
    assert whom(forms, cyrillic) == ("person/ludek-vrana", "transliteration")
    assert whom(forms, short) == ("person/ludek-vrana", "transliteration")
    assert whom(forms, latin) == ("person/ludek-vrana", "name")
    assert whom(forms, other)[1] == "name"


def test_a_surname_alone_is_not_joined_across_scripts() -> None:
    short = seen("Врана", page="p")
    assert whom([HARBOUR, short], short)[0] != "person/ludek-vrana"


@pytest.mark.parametrize(
    ("short", "basis"),
    [
        (seen("Vrana", "President"), "office"),
        (seen("Vrana", "Slovak President", "POL"), "office"),
        (seen("Vrana", "Slovak leader", page="p"), "country"),
        (seen("Vrana", about="SVK POL", page="p"), "sole_bearer"),
        (seen("L. Vrana", about="SVK", page="p"), "sole_bearer"),
    ],
)
def test_a_surname_is_joined_where_something_agrees(short: SeenForm, basis: str) -> None:
    assert whom([HARBOUR, short], short) == ("person/ludek-vrana", basis)


@pytest.mark.parametrize(
    "short",
    [
        seen("Vrana", "coach", "SVK"),
        seen("Vrana", "Vice President", "SVK"),
        seen("Vrana", "Polish President"),
        seen("Vrana", about="POL", page="p"),
        seen("Vrana", page="p"),
        seen("K. Vrana", about="SVK", page="p"),
        seen("Vrana", about="SVK", page="p", is_ambiguous=True),
    ],
)
def test_a_surname_is_not_joined_where_nothing_agrees(short: SeenForm) -> None:
    entity, basis = whom([HARBOUR, short], short)
    assert entity != "person/ludek-vrana"
    assert basis == "unresolved"


def test_a_surname_alone_is_not_joined_where_two_people_bear_it() -> None:
    alone = seen("Vrana", about="SVK", page="p")
    other = seen("Vrana", about="SVK", page="q")
    forms = [HARBOUR, SISTER, alone, other]
    assert whom(forms, alone)[0] not in {"person/ludek-vrana", "person/milena-vrana"}
    assert whom(forms, alone) != whom(forms, other)
    with_office = seen("Vrana", "President")
    assert whom([*forms, with_office], with_office) == ("person/ludek-vrana", "office")


def test_a_form_of_address_tells_people_apart() -> None:
    son, mother = seen("John Vrana", "", "SVK"), seen("Mary Vrana", "", "SVK")
    mrs = seen("Vrana", about="SVK", page="p", gender="female")
    assert whom([son, mrs], mrs)[0] != "person/john-vrana"
    assert whom([mother, mrs], mrs) == ("person/mary-vrana", "sole_bearer")


def test_an_office_of_two_people_tells_only_where_one_holds_it_by_far_the_most_often() -> None:
    former = seen("Jozef Vrana", "late President of Slovakia", "SVK")
    short = seen("Vrana", "President")
    assert whom([HARBOUR, former, short], short)[1] == "unresolved"
    often = replace(HARBOUR, document_count=60)
    assert whom([often, former, short], short) == ("person/ludek-vrana", "office")
    elsewhere = seen("Jozef Vrana", "President of Georgia")
    there = seen("Vrana", "Georgian President")
    assert whom([HARBOUR, elsewhere, there], there) == ("person/jozef-vrana", "office")


def test_who_is_unknown_is_one_with_one_office_and_else_somebody_on_each_page() -> None:
    minister, bare = seen("Lintova", "Prime Minister"), seen("Lintova", about="POL", page="p")
    assert not join([minister, bare])
    coach = seen("Lintova", "coach")
    found = join([minister, bare, coach])
    assert {one.entity_id for one in found.values()} == {
        "person/lintova-prime-minister",
        "person/lintova-p",
        "person/lintova-coach",
    }


def test_a_middle_name_makes_no_other_person_unless_there_are_two() -> None:
    plain, long = seen("Ann Bek", "senator"), seen("Ann R. Bek", "U.S. Senator")
    assert whom([plain, long], long) == ("person/ann-bek", "middle_name")
    short = seen("Bek", "Senator")
    assert whom([plain, long, short], short) == ("person/ann-bek", "office")
    third = seen("Ann T. Bek", "senator")
    assert not {"person/ann-bek"} & {one.entity_id for one in join([plain, long, third]).values()}
    assert not join([plain, seen("Ann R. Bek", "novelist")])
    other = seen("Ann Rosa Bek", "senator")
    assert {one.entity_id for one in join([plain, long, other]).values()} == {"person/ann-bek"}


def test_what_was_read_wrongly_bears_no_name() -> None:
    bare = seen("Vrana", about="SVK", page="p")
    wrong = seen("Team Vrana", "President", "SVK")
    assert whom([HARBOUR, wrong, bare], bare) == ("person/ludek-vrana", "sole_bearer")


def organisation(name: str, acronym: str = "") -> SeenForm:
    return SeenForm(Form(entity_id("organisation", name), acronym=acronym), "organisation", name, 1)


def test_an_acronym_means_the_only_organisation_that_introduces_it() -> None:
    short = organisation("HPA")
    port = organisation("Harbour Port Authority", "HPA")
    assert whom([short, port], short) == ("organisation/harbour-port-authority", "acronym")
    assert not join([short, port, organisation("Hill Parish Assembly", "HPA")])
    assert not join([short, organisation("Harbour Port Authority")])


@pytest.fixture
def _own_rows() -> Iterable[None]:
    columns = ("kind", "name", "office", "country", "joined_to", "source")
    rows = (
        ("person", "Vrana", "", "", "Ludek Vrana", "own"),
        ("person", "Vrana", "novelist", "Poland", "Wanda Vrana", "own"),
        ("person", "Ludo Vrana", "", "", "Ludek Vrana", "own"),
        ("person", "Bek", "", "", "Bek", "own"),
    )
    added = tuple(dict(zip(columns, row, strict=True)) for row in rows)
    use_lexicons(OwnLexicons({"entity_joins": added}))
    yield
    use_lexicons(OwnLexicons())


@pytest.mark.usefixtures("_own_rows")
def test_rows_of_the_lexicon_force_joins_and_undo_them() -> None:
    bare = seen("Vrana", page="p")
    assert whom([HARBOUR, SISTER, bare], bare) == ("person/ludek-vrana", "lexicon")
    novelist = seen("Vrana", "Polish novelist")
    assert whom([HARBOUR, novelist], novelist) == ("person/wanda-vrana", "lexicon")
    short_given = seen("Ludo Vrana", about="SVK")
    assert whom([HARBOUR, short_given], short_given) == ("person/ludek-vrana", "lexicon")
    undone = seen("Bek", "Senator")
    forms = [seen("Ann Bek", "senator"), undone]
    assert whom(forms, undone) == ("person/bek", "lexicon")


ROLES = ("", "President", "Slovak President", "coach", "Polish senator", "Senator", "Mr")
NAMES = ("Vrana", "Ludek Vrana", "Milena Vrana", "L. Vrana", "Ludek J. Vrana", "Bek", "Ann Bek")
FORMS = st.lists(
    st.builds(
        seen,
        st.sampled_from(NAMES),
        st.sampled_from(ROLES),
        st.sampled_from(("", "SVK", "POL SVK")),
        st.integers(1, 50),
        st.sampled_from(("p", "q")),
        is_ambiguous=st.booleans(),
    ),
    unique_by=lambda one: one.form.form_id,
    max_size=12,
)


@settings(max_examples=300)
@given(FORMS, st.randoms(use_true_random=False))
def test_neither_order_nor_other_surnames_make_a_difference(
    forms: list[SeenForm], random: Random
) -> None:
    shuffled = random.sample(forms, len(forms))
    found = join(forms)
    assert join(shuffled) == found
    by_key: dict[str, Identity] = {}
    for key in ("person/vrn", "person/bk"):
        by_key |= join(one for one in forms if key == key_of(one.kind, one.name, one.form))
    assert by_key == found


@given(FORMS)
def test_a_full_name_is_never_joined_to_another_but_for_a_middle_name(
    forms: list[SeenForm],
) -> None:
    found = join(forms)
    for one in forms:
        if not is_short(one.name) and one.form.form_id in found:
            assert found[one.form.form_id].entity_id == "person/ludek-vrana"
            assert one.name == "Ludek J. Vrana"


@given(FORMS)
def test_a_surname_alone_is_joined_to_nobody_where_two_people_bear_it(
    forms: list[SeenForm],
) -> None:
    forms = [*forms, HARBOUR, SISTER]
    found = join(forms)
    for one in forms:
        form = one.form
        if one.name == "Vrana" and not (form.offices or form.countries):
            assert found[form.form_id].resolved_by == "unresolved"
