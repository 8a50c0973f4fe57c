from dateline.transforms.names.resolution import expanded_acronyms, full_names, initials


def test_short_forms_stand_for_the_one_full_name() -> None:
    names = full_names(["Joseph Robinette Biden Jr", "Biden", "Joseph Biden", "Joseph"])
    assert set(names.values()) == {"Joseph Robinette Biden Jr"}


def test_a_short_form_of_two_people_stays_unresolved() -> None:
    assert full_names(["Bill Clinton", "Hillary Clinton", "Clinton"])["Clinton"] is None


def test_acronyms() -> None:
    assert initials("Bank of North Ohio") == {"BONO", "BNO"}
    assert expanded_acronyms(["National Water Front", "NWF", "NATO"]) == {
        "NWF": "National Water Front"
    }
