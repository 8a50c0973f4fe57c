from labelled_pages import PARAGRAPH, article_page

from dateline.transforms.article.article_body import read_article_body


def test_paragraphs_are_joined_by_a_blank_line_and_nothing_else_comes_in() -> None:
    page = article_page(
        ("headline", "Talks"),
        ("body", f"PARIS (AFP) - {PARAGRAPH}"),
        ("advert", "Advertisement"),
        ("body", PARAGRAPH),
    )
    reading = read_article_body(page)
    assert reading.value == f"{PARAGRAPH}\n\n{PARAGRAPH}"
    assert list(reading.evidence("article_body")) == []
