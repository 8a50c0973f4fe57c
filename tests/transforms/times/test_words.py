import pytest

from dateline.transforms.times.words import (
    compiled,
    direction_of,
    month_number,
    number_of,
    value_of,
    weekday_numbers,
)


@pytest.mark.parametrize(("phrase", "number"), [("7", 7), ("Two", 2), ("several", None)])
def test_numbers(phrase: str, number: int | None) -> None:
    assert number_of(phrase) == number


def test_what_words_stand_for() -> None:
    assert month_number("May") == 5
    assert direction_of("last") == -1
    assert value_of("unit", "Weeks") == "week"
    assert weekday_numbers()["sunday"] == 7


def test_a_pattern_names_classes_of_words() -> None:
    pattern = compiled(r"{number}\s(?P<unit>{unit})")
    match = pattern.fullmatch("two Weeks")
    assert match is not None
    assert (match["number"], match["unit"]) == ("two", "Weeks")
    # The name of a month is written with a capital letter: "may" is mostly another word.
    assert compiled("{month_name}").fullmatch("may") is None
