from typing import Any

import pytest

from dateline.transforms.parsing import parse
from dateline.transforms.text.page import Page

BODY = (
    "The council of the harbour town voted on Monday to rebuild the sea wall before next winter, "
    "after storms had torn away forty metres of it.",
    "“We cannot wait for the state,” said Mayor Ellen Prout after the vote.",
    "The work is to begin in May and to cost eleven million dollars, most of it borrowed.",
    "Fishermen had asked for a higher wall, but engineers told them that it would not stand.",
)
CHANGED = "Page last modified 17 March 2024 @ 1:39 PM"


def header(*above: str, body: tuple[str, ...] = BODY) -> dict[str, Any]:
    text = "\n\n".join([*above, *body])
    article: dict[str, Any]
    (article,) = parse(Page("0" * 64, text)).articles.to_pylist()
    return article


def test_a_page_that_begins_with_its_first_paragraph_has_no_headline() -> None:
    assert header()["headline"] is None


@pytest.mark.parametrize(
    "boilerplate", [(), ("Home", "News", "Sports", "Subscribe"), ("Skip to content", "Menu")]
)
def test_the_headline_above_the_body(boilerplate: tuple[str, ...]) -> None:
    article = header(*boilerplate, "Harbour town votes to rebuild its sea wall")
    assert article["headline"] == "Harbour town votes to rebuild its sea wall"
    assert article["alternative_headline"] is None


@pytest.mark.parametrize("below", [(), ("By Anna Berger", "4 March 2024")])
def test_a_first_line_of_three_words_is_the_headline(below: tuple[str, ...]) -> None:
    assert header("Sea wall debated", *below)["headline"] == "Sea wall debated"
    assert header("Debate", *below)["headline"] is None


def test_a_time_stamp_is_no_headline() -> None:
    stamp, headline = "Politics 4 March 2024 10:15 (UTC +04:00)", "Harbour town votes on sea wall"
    assert header(stamp, headline)["headline"] == headline
    assert header(headline, stamp)["headline"] == headline


def test_the_section_above_and_the_standfirst_below() -> None:
    article = header(
        "Politics",
        "Harbour town votes to rebuild its sea wall",
        "Work on forty metres torn away by storms is to begin in May",
        "By Anna Berger",
    )
    assert article["article_section"] == "Politics"
    assert article["headline"] == "Harbour town votes to rebuild its sea wall"
    assert article["alternative_headline"].startswith("Work on forty metres")
    assert article["author"] == ["Anna Berger"]


@pytest.mark.parametrize(
    ("above", "section"),
    [
        ("Politics\n\n", "Politics"),
        ("Skip to content\nMenu\n\nPolitics\n\n", "Politics"),
        ("Home\nNews\nSports\n\nPolitics\n\n", "Politics"),
        ("Home\nNews\nPolitics\n\n", None),
        ("Home\nPolitics\n", None),
        ("News\n\nSports\n\nPolitics\n\n", None),
    ],
)
def test_one_of_several_section_names_is_navigation(above: str, section: str | None) -> None:
    title = "Harbour town votes to rebuild its sea wall"
    parsed = parse(Page("0" * 64, above + "\n\n".join([title, *BODY])))
    assert parsed.articles["article_section"].to_pylist() == [section]
    assert parsed.articles["headline"].to_pylist() == [title]
    assert ("section" in parsed.lines["label"].to_pylist()) == (section is not None)


def test_a_headline_said_twice_is_one_headline() -> None:
    title = "Harbour town votes to rebuild its sea wall"
    text = "\n\n".join(["Home", title, "By Anna Berger", title, *BODY])
    parsed = parse(Page("0" * 64, text))
    assert parsed.articles["headline"].to_pylist() == [title]
    assert parsed.lines["label"].to_pylist().count("headline") == 2


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("By", "Zyxa Qorvath", "March 14, 2024"), ["Zyxa Qorvath"]),
        (("Zyxa Qorvath", "March 14, 2024"), ["Zyxa Qorvath"]),
        (("By Anna Berger", "By Thomas Lee", "March 14, 2024"), ["Anna Berger", "Thomas Lee"]),
        (("Written by", "Staff Writer", "March 14, 2024"), []),
    ],
)
def test_authors_in_lines_of_their_own(lines: tuple[str, ...], expected: list[str]) -> None:
    article = header("Home", "Harbour town votes to rebuild its sea wall", *lines)
    assert article["headline"] == "Harbour town votes to rebuild its sea wall"
    assert article["author"] == expected


def test_a_date_of_the_change_below_the_text_dates_the_page() -> None:
    below = ("Share on Facebook", "Tags: harbour, storms", CHANGED, "Contact us", "Privacy policy")
    article = header("Harbour town votes to rebuild its sea wall", body=(*BODY, *below))
    assert (article["date_published_basis"], str(article["date_modified"])) == (
        "inferred",
        "2024-03-17",
    )


def test_a_name_and_a_date_under_the_headline_are_no_standfirst() -> None:
    title = "Harbour town votes to rebuild its sea wall"
    assert (
        header(title, "The Harbour Times 17 March 2024 Zyxa Qorvath")["alternative_headline"]
        is None
    )


@pytest.mark.parametrize(
    "above",
    [
        ("• Harbour town votes to rebuild its sea wall",),
        ("4. Harbour town votes to rebuild its sea wall", "5. Ferry fares to rise in spring"),
        ("Monday, 17 March 2024",),
    ],
)
def test_an_entry_of_a_list_or_a_date_is_no_headline(above: tuple[str, ...]) -> None:
    assert header(*above)["headline"] is None


def test_a_number_alone_may_open_a_headline() -> None:
    headline = "15. Forum of the harbours votes to rebuild the sea wall"
    assert header(headline, "By Anna Berger")["headline"] == headline


def test_the_title_of_the_page_tells_its_headline() -> None:
    title, headline = "Forty metres of stone | Town | The Harbour Post", "Forty metres of stone"
    teaser = "Harbour town votes to rebuild its sea wall before winter"
    article = header(title, "Home", headline, "Share", teaser, "By Anna Berger")
    assert article["headline"] == headline


def test_a_headline_without_spaces_between_its_words() -> None:
    body = (
        "港の町の議会は月曜日、冬が来る前に海の壁を建て直すことを決めた。嵐が四十メートルを壊した。",
        "町長は投票の後、「州の返事を待つことはできない」と話した。工事は五月に始まる予定だ。",
    )
    headline = "港の町が海の壁を建て直すことを決定"
    assert header(headline, body=body * 2)["headline"] == headline


@pytest.mark.parametrize(("heading", "expected"), [("About the author", ["Ann Lee"]), ("Seen", [])])
def test_the_name_under_the_heading_of_a_bio_is_the_author(
    heading: str, expected: list[str]
) -> None:
    assert header("Sea wall debated", body=(*BODY, heading, "Ann Lee"))["author"] == expected


@pytest.mark.parametrize(("between", "expected"), [("0 Comments", 4), ("Related articles", None)])
def test_a_count_of_comments_does_not_part_a_headline_from_its_date(
    between: str, expected: int | None
) -> None:
    article = header("Home", "4 March 2024", "By Ann Lee", between, "Sea wall debated again today")
    assert (article["date_published"] and article["date_published"].day) == expected
