import pytest
from labelled_pages import PARAGRAPH, article_page

from dateline.transforms.article.article_section import read_article_section


@pytest.mark.parametrize("line", ["World", "» World", "[World]", "• World •"])
def test_decoration_is_left_out(line: str) -> None:
    page = article_page(("section", line), ("headline", "Talks"), ("body", PARAGRAPH))
    reading = read_article_section(page)
    assert reading.value == "World"
    assert page.page.text[slice(*reading.spans[0])] == "World"


def test_a_page_without_one_says_so() -> None:
    reading = read_article_section(article_page(("body", PARAGRAPH)))
    assert (reading.value, reading.basis) == (None, "no section's name alone above the headline")


@pytest.mark.parametrize(
    ("stamp", "section"),
    [("Politics | 2 May 2024 10:15", "Politics"), ("Zyxa | 2 May 2024", None)],
)
def test_a_section_may_stand_before_the_date(stamp: str, section: str | None) -> None:
    headline, body = ("headline", "Talks"), ("body", PARAGRAPH)
    for lines in ((("other", stamp), headline, body), (headline, ("date", stamp), body)):
        page = article_page(*lines)
        reading = read_article_section(page)
        assert reading.value == section
        spans = [page.page.text[slice(*span)] for span in reading.spans]
        assert spans == ([section] if section else [])
