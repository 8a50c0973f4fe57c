from labelled_pages import PARAGRAPH, article_page

from dateline.transforms.article.location_created import read_location_created


def test_the_place_is_the_dateline_s() -> None:
    reading = read_location_created(article_page(("body", f"WASHINGTON, DC — {PARAGRAPH}")))
    assert (reading.value, reading.spans) == ("WASHINGTON, DC", ((0, 14),))


def test_a_dateline_may_name_none() -> None:
    for opening in ("(Reuters) - ", ""):
        reading = read_location_created(article_page(("body", f"{opening}{PARAGRAPH}")))
        assert (reading.value, reading.basis) == (None, "no dateline names a place")
