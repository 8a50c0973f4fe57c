"""People with full names, and what the pages of a lake say of them."""

from dateline.transforms.identity.bearers import Bearer, bearers_of
from dateline.transforms.identity.forms import Form
from dateline.transforms.identity.offices import Office

PRESIDENT, NOVELIST = Office("president"), Office("novelist")


def bearer(*forms: tuple[Form, int]) -> Bearer:
    (found,) = bearers_of((("ludek", "vrana"), "v", form, count) for form, count in forms).values()
    return found


def test_an_office_counts_where_a_good_part_of_the_pages_gives_it() -> None:
    person = bearer((Form("v", (PRESIDENT,)), 30), (Form("v", (NOVELIST,)), 2), (Form("v"), 500))
    assert person.holding([PRESIDENT]) == 30
    assert person.holding([NOVELIST]) == 0
    assert person.holding([Office("coach"), PRESIDENT]) == 30


def test_people_are_at_home_where_their_roles_and_most_of_their_pages_are() -> None:
    forms = [
        (Form("v", (PRESIDENT,), ("SVK",), ("POL",)), 1),
        (Form("v", page_countries=("CZE",)), 3),
        (Form("v", page_countries=("FRA",)), 1),
        (Form("v"), 3),
    ]
    person = bearer(*forms)
    assert person.own_countries == {"SVK"}
    assert person.homes == {"SVK", "CZE"}
    assert person.is_elsewhere(Form("w", countries=("POL",)))
    assert not person.is_elsewhere(Form("w", countries=("POL", "SVK")))
    assert not person.is_elsewhere(Form("w"))


def test_short_names_fit_by_initial_and_particle() -> None:
    person = Bearer("v", ("anna", "van", "dam"))
    for fitting in (("dam",), ("van", "dam"), ("a", "dam")):
        assert person.may_be_called(fitting, Form("d")), fitting
    for other in (("b", "dam"), ("von", "dam")):
        assert not person.may_be_called(other, Form("d")), other
    assert person.may_be_called(("dam",), Form("d", gender="female"))
    assert not person.may_be_called(("dam",), Form("d", gender="male"))
