from labelled_pages import PARAGRAPH, article_page

from dateline.transforms.article.text_id import read_text_id


def test_layout_and_headline_make_no_difference() -> None:
    words = PARAGRAPH.split()
    apart = [("body", " ".join(words[:5])), ("body", "  ".join(words[5:]))]
    one = read_text_id(article_page(("headline", "Talks"), ("body", PARAGRAPH)))
    assert one.value == read_text_id(article_page(*apart)).value
    assert one.value != read_text_id(article_page(("body", words[0]))).value
