from labelled_pages import PARAGRAPH, article_page

from dateline.transforms.article.related_posts import find_related_posts
from dateline.transforms.schema.content import RelatedPost


def posts(*lines: tuple[str, str]) -> list[RelatedPost]:
    page = article_page(("body", PARAGRAPH), *lines)
    found = list(find_related_posts([page.page], page.lines, page.labels))
    for post in found:
        assert post.headline
        assert page.page.text[post.start : post.end].count(post.headline) == 1
    return found


def test_a_headline_and_what_follows_it_is_one_teaser() -> None:
    first, second = posts(
        ("related_heading", "Recent posts"),
        ("related_headline", "A bridge opens"),
        ("related_age", "8 hours ago"),
        ("related_teaser", "The bridge over the river…"),
        ("related_headline", "A bridge closes"),
    )
    assert (first.position, second.position) == (0, 1)
    assert first.teaser == "The bridge over the river…"
    assert first.age_text == "8 hours ago"
    assert (second.teaser, second.age_text) == (None, None)


def test_a_teaser_or_an_age_without_a_headline_is_no_post() -> None:
    assert posts(("related_teaser", "The bridge…"), ("related_age", "8 hours ago")) == []


def test_a_second_age_is_not_the_first_headline_s() -> None:
    (post,) = posts(
        ("related_headline", "A bridge opens"),
        ("related_age", "8 hours ago"),
        ("related_age", "9 hours ago"),
    )
    assert post.age_text == "8 hours ago"
