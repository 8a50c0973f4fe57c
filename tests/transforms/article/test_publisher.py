from labelled_pages import PARAGRAPH, article_page

from dateline.transforms.article.publisher import read_publisher

COPYRIGHT = ("legal", "© 2024 The Harbour Post. All rights reserved.")
SIGNED = ("body", "As Caliber.Az reports, citing the ministry, the road is open again.")


def test_an_outlet_that_signs_goes_before_the_holder_of_the_copyright() -> None:
    assert read_publisher(article_page(SIGNED, COPYRIGHT)).value == "Caliber.Az"
    page = article_page(("body", PARAGRAPH), COPYRIGHT)
    reading = read_publisher(page)
    assert reading.value == "The Harbour Post"
    assert page.page.text[slice(*reading.spans[0])] == "The Harbour Post"


def test_the_name_under_published_by_goes_before_all() -> None:
    page = article_page(("credit", "The Town Crier"), SIGNED, COPYRIGHT, rule="publisher_line")
    assert read_publisher(page).value == "The Town Crier"


def test_a_page_that_names_none_says_so() -> None:
    reading = read_publisher(article_page(("body", PARAGRAPH), ("legal", "Privacy policy")))
    assert (reading.value, reading.basis) == (None, "the page does not name its publisher")
