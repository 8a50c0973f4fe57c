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
