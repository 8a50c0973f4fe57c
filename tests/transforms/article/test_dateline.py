from labelled_pages import PARAGRAPH, article_page

from dateline.transforms.article.dateline import read_dateline


def test_a_dateline_is_read_with_its_dash() -> None:
    reading = read_dateline(article_page(("body", f"PARIS, May 13 (AFP) - {PARAGRAPH}")))
    assert (reading.value, reading.spans) == ("PARIS, May 13 (AFP) -", ((0, 21),))


def test_a_dateline_on_its_own_line_is_read_from_there() -> None:
    reading = read_dateline(article_page(("dateline", "PARIS (AFP) -"), ("body", PARAGRAPH)))
    assert (reading.value, reading.spans) == ("PARIS (AFP) -", ((0, 13),))


def test_an_article_without_one_says_so() -> None:
    reading = read_dateline(article_page(("body", PARAGRAPH)))
    assert (reading.value, reading.basis) == (None, "the first paragraph opens without one")
