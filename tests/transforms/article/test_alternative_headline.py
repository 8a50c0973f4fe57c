from labelled_pages import PARAGRAPH, article_page

from dateline.transforms.article.alternative_headline import read_alternative_headline


def test_the_first_subheadline_is_read() -> None:
    lines = [("headline", "Talks"), ("subheadline", "They go on"), ("subheadline", "And on")]
    reading = read_alternative_headline(article_page(*lines, ("body", PARAGRAPH)))
    assert (reading.value, reading.spans) == ("They go on", ((6, 16),))


def test_a_page_without_one_says_so() -> None:
    reading = read_alternative_headline(article_page(("body", PARAGRAPH)))
    assert (reading.value, reading.basis) == (None, "no standfirst under the headline")


def test_the_title_of_an_entry_is_no_standfirst() -> None:
    lines = (("headline", "Talks go on"), ("subheadline", "Power is back"), ("body", PARAGRAPH))
    assert read_alternative_headline(article_page(*lines)).value == "Power is back"
    assert read_alternative_headline(article_page(*lines, rule="entry_headline")).value is None
