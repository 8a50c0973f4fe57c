from labelled_pages import GERMAN, PARAGRAPH, article_page

from dateline.transforms.article.in_language import read_in_language


def test_the_language_is_the_body_s() -> None:
    for body, language in ((PARAGRAPH, "en"), (GERMAN, "de")):
        reading = read_in_language(article_page(("headline", "Haus"), ("body", body)))
        assert (reading.value, reading.basis) == (language, "identified from the body")


def test_too_little_text_has_none() -> None:
    reading = read_in_language(article_page(("body", "A short line")))
    assert (reading.value, reading.basis) == (None, "too little text")
