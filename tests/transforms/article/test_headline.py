from labelled_pages import PARAGRAPH, article_page

from dateline.transforms.article.headline import read_headline


def test_the_headline_is_the_header_s() -> None:
    page = article_page(("section", "World"), ("headline", "Talks go on"), ("body", PARAGRAPH))
    reading = read_headline(page)
    assert (reading.value, reading.basis, reading.spans) == ("Talks go on", "stated", ((6, 17),))


def test_a_page_without_one_says_so() -> None:
    reading = read_headline(article_page(("body", PARAGRAPH)))
    assert (reading.value, reading.spans) == (None, ())
    assert reading.basis == "no line stands as a headline above the body"
