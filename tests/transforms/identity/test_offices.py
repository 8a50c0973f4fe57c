"""The offices that roles name, and which of them can be one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.identity.offices import Office, agree, role_of


@pytest.mark.parametrize(
    ("text", "offices", "countries"),
    [
        ("Slovenia’s President", ["president/"], ["SVN"]),
        ("U.S. Secretary of Labour", ["secretary of labor/"], ["USA"]),
        ("Minister for Foreign Affairs", ["foreign minister/"], []),
        ("Prime Minister of New Zealand", ["prime minister/"], ["NZL"]),
        ("Premier", ["prime minister/"], []),
        ("former Ohio Gov.", ["governor/ohio"], []),
        ("Norwegian Ambassador to Peru", ["ambassador/"], ["NOR"]),
        ("Chairwoman, director of the Port Bank", ["chair/", "director/port bank"], []),
        ("president of the Harbour Club", ["president/harbour club"], []),
        ("Foreign Ministry spokeswoman", ["foreign ministry spokesman/"], []),
        ("Polish and Danish foreign ministers", ["foreign minister/"], ["POL", "DNK"]),
        ("Mrs.", [], []),
        ("Kenyan leader", [], ["KEN"]),
        ("brother", [], []),
        ("", [], []),
    ],
)
def test_offices_and_countries_of_roles(
    text: str, offices: list[str], countries: list[str]
) -> None:
    role = role_of(text)
    assert [f"{office.title}/{office.of}" for office in role.offices] == offices
    assert list(role.countries) == countries


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Office("president"), Office("president"), True),
        (Office("secretary"), Office("secretary of state"), True),
        (Office("minister"), Office("foreign minister"), True),
        (Office("spokesman"), Office("foreign ministry spokesman"), True),
        (Office("director"), Office("director", "port bank"), True),
        (Office("director", "mill"), Office("director", "port bank"), False),
        (Office("minister"), Office("prime minister"), False),
        (Office("president"), Office("vice president"), False),
        (Office("secretary of state"), Office("assistant secretary of state"), False),
        (Office("president"), Office("president", "harbour club"), False),
        (Office("coach"), Office("president"), False),
    ],
)
def test_offices_agree(one: Office, other: Office, expected: bool) -> None:
    assert agree(one, other) is agree(other, one) is expected


@given(st.text())
def test_any_text_can_be_read_as_a_role(text: str) -> None:
    for office in role_of(text).offices:
        assert office.title
        assert agree(office, office)
        assert not {"|", ";", "/"} & {*office.title, *office.of}
