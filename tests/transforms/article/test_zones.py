from labelled_pages import PARAGRAPH, article_page

HEADLINE, BODY = ("headline", "Talks go on in the capital"), ("body", PARAGRAPH)


def test_zones_lie_around_headline_and_body() -> None:
    page = article_page(
        ("navigation", "News"),
        ("date", "1 May 2024"),
        HEADLINE,
        ("byline", "By Ann Lee"),
        ("blank", ""),
        BODY,
        ("caption", "A photo"),
        BODY,
        ("byline", "Bo Day"),
    )
    assert list(page.zones) == [(3,), (6,), (1, 0), (8,)]


def test_a_zone_ends_where_the_page_speaks_of_other_articles() -> None:
    page = article_page(
        ("other", "The Harbour Post"),
        ("related_headline", "Another headline"),
        ("date", "1 May 2024"),
        ("other", "In the town"),
        HEADLINE,
        BODY,
        ("other", "Tags"),
        ("comments", "Leave a comment"),
        ("date", "2 May 2024"),
    )
    # The date under the other headline is that article's.
    assert page.zones.above == (3,)
    assert page.zones.below == (6,)


def test_a_long_way_between_headline_and_body_is_searched_at_both_ends() -> None:
    page = article_page(HEADLINE, *[("other", f"Line {n}") for n in range(50)], BODY)
    assert page.zones.between == (*range(1, 17), *range(35, 51))


def test_without_a_headline_all_that_is_above_the_body_is_above() -> None:
    page = article_page(("date", "1 May 2024"), ("other", "Town"), BODY)
    assert (page.zones.between, page.zones.above) == ((), (1, 0))
