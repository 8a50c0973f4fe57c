from typing import Any

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


ADDRESS = "https://harbour.example/stadt/neuer-damm-fuer-den-alten-hafen-4711.html"


def at_address(*above: str, url: str | None = ADDRESS) -> dict[str, Any]:
    article: dict[str, Any]
    page = Page("0" * 64, "\n\n".join([*above, *BODY.splitlines()]), url)
    (article,) = parse(page).articles.to_pylist()
    return article


def test_of_two_titles_the_one_in_the_address_is_the_headline() -> None:
    other, own = "Die Stadt und ihre Häfen im Winter", "Neuer Damm für den alten Hafen"
    assert at_address(other, "", own)["headline"] == own
    assert at_address(other, "", own, url=None)["headline"] == other


def test_the_headline_below_a_notice_that_was_taken_for_text() -> None:
    notice = (
        "All products are chosen by the editors, who may earn a commission when readers buy one "
        "through a link, and who were not paid for the choice by anybody, as they said on Monday."
    )
    own = "Neuer Damm für den alten Hafen"
    assert at_address(notice, own)["headline"] == own


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Home › Stadt › Hafen › Neuer Damm am alten Hafen", "Neuer Damm am alten Hafen"),
        ("Home › Stadt › Hafen", None),
    ],
)
def test_the_end_of_the_path_through_the_site_speaks_for_a_line(
    path: str, expected: str | None
) -> None:
    lines = ("Home", "News", path, "", "Neuer Damm am alten Hafen", "")
    assert headline(*lines, "Repairs along the northern coast", "") == expected
