"""An index lists articles; an article with others below, and a thread of readers, is none."""

from dateline.transforms.parsing import parse
from dateline.transforms.text.page import Page

TEXT = "The council has voted for a new roof over the fish market, after a long debate on Monday."
ENTRY = "{title}\nPosted on May {day}, 2024 by Ida Koch\n" + f"{TEXT}\n{TEXT[:-1]} night.\n"
TITLES = ("Council votes for new sea wall", "School opens library at night", "Ferry fares to rise")


def kind(text: str) -> str | None:
    (article,) = parse(Page("page", text)).articles.to_pylist()
    return str(article["page_kind"]) if article["page_kind"] else None


def entries(count: int, closer: str = "") -> str:
    return closer.join(ENTRY.format(title=TITLES[n], day=n + 1) for n in range(count)) + closer


def test_three_entries_that_end_or_begin_alike_are_an_index() -> None:
    assert kind(entries(3, "Leave a comment\n")) == "index"
    assert kind(entries(3)) == "index"


def test_two_entries_are_no_index() -> None:
    assert kind(entries(2, "Leave a comment\n")) != "index"


def test_an_article_with_others_below_is_none() -> None:
    article = f"Harbour closed for a week\nBy Ida Koch\nMay 9, 2024\n{f'{TEXT} It is late.' * 4}\n"
    article += "\n".join(f"{TEXT} Paragraph {number} of the report." for number in range(12))
    assert kind(f"{article}\nRelated articles\n{entries(3)}") != "index"
