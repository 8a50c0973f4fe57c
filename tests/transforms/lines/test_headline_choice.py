import pytest

from dateline.transforms.parsing import parse
from dateline.transforms.text.page import Page

BODY = (
    "The council of the harbour town voted on Monday to rebuild the sea wall before next winter, "
    "after storms had torn away forty metres of it.\n"
    "“We cannot wait for the state,” said Mayor Ellen Prout after the vote."
)
STAMPS = ("March 4, 2024", "Monday March 4, 2024 10:05 am by Anna Berger")


def headline(*above: str, body: str = BODY) -> str | None:
    found: str | None
    (found,) = parse(Page("0" * 64, "\n".join([*above, body]))).articles["headline"].to_pylist()
    return found


@pytest.mark.parametrize(
    ("name", "stamps", "expected"),
    [
        ("The Seawall", STAMPS, "The Seawall"),
        ("The Seawall", STAMPS[:1], None),
        ("Harbour Times", STAMPS, None),
    ],
)
def test_two_words_over_a_byline_and_a_date_are_a_headline_unless_they_name_an_outlet(
    name: str, stamps: tuple[str, ...], expected: str | None
) -> None:
    assert headline(name, *stamps) == expected


def test_a_name_over_the_title_is_not_the_headline() -> None:
    title = "Mayor Explains Vote on Sea Wall"
    assert headline("HARBOUR TALK", title, "Aired March 4, 2024 - 10:00 ET") == title


def test_the_lines_of_a_gallery_do_not_make_its_header_long() -> None:
    title = "In pictures: a wall in the storm"
    pictures = "\n".join(
        f"{number} / 4\nWaves break over the wall. Photograph: Ann Lee/Reuters" for number in "1234"
    )
    assert headline(title, "By Anna Berger", "4 March 2024", body=pictures) == title


@pytest.mark.parametrize("turns", [1, 50])
def test_a_long_menu_above_has_no_say(turns: int) -> None:
    title = "Harbour town votes to rebuild its sea wall"
    menu = ("• Home", "• News", "• Sport", "• Weather", "• Travel", "• Culture") * turns
    assert headline(*menu, "", title, "") == title
