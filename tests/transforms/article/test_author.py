import pytest
from labelled_pages import GERMAN, PARAGRAPH, article_page

from dateline.transforms.article.author import read_author
from dateline.transforms.article.page import ArticlePage

HEADLINE, BODY = ("headline", "Talks go on in the capital"), ("body", PARAGRAPH)


def authors(page: ArticlePage) -> tuple[str, ...]:
    reading = read_author(page)
    assert (reading.kind is None) == (not reading.value)
    assert reading.value is not None
    for start, end in reading.spans:
        assert page.page.text[start:end] in reading.value
    return reading.value


def test_a_byline_that_says_by_goes_before_a_bare_name() -> None:
    page = article_page(HEADLINE, ("byline", "Bo Day"), ("byline", "By Ann Lee"), BODY)
    assert authors(page) == ("Ann Lee",)


def test_bylines_right_under_each_other_name_several_authors() -> None:
    page = article_page(HEADLINE, ("byline", "By Ann Lee"), ("byline", "By Bo Day"), BODY)
    assert authors(page) == ("Ann Lee", "Bo Day")


def test_an_e_mail_address_may_stand_between_bylines() -> None:
    lines = [("byline", "By Ann Lee"), ("navigation", "lee@post.example"), ("byline", "By Bo Day")]
    assert authors(article_page(HEADLINE, *lines, BODY)) == ("Ann Lee", "Bo Day")


def test_a_byline_under_the_headline_goes_before_one_below_the_text() -> None:
    page = article_page(HEADLINE, ("byline", "By Ann Lee"), BODY, ("byline", "By Bo Day"))
    assert authors(page) == ("Ann Lee",)
    assert authors(article_page(HEADLINE, BODY, ("byline", "By Bo Day"))) == ("Bo Day",)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([("other", "Written by"), ("other", "Zyxa Qorvath")], ("Zyxa Qorvath",)),
        ([("other", "Zyxa Qorvath"), ("date", "1 May 2024")], ("Zyxa Qorvath",)),
        ([("other", "Zyxa Qorvath")], ()),
        ([("other", "Climate Change"), ("date", "1 May 2024")], ()),
    ],
)
def test_a_line_that_nothing_explains_is_a_byline_under_by_or_beside_a_date(
    lines: list[tuple[str, str]], expected: tuple[str, ...]
) -> None:
    assert authors(article_page(HEADLINE, *lines, BODY)) == expected


def test_what_words_mean_in_other_languages_the_lexicon_does_not_say() -> None:
    lines = [HEADLINE, ("other", "Zyxa Qorvath"), ("date", "1.5.2024"), ("body", GERMAN)]
    assert authors(article_page(*lines)) == ()


@pytest.mark.parametrize(
    ("headline", "told"), [("Ann Lee wins the harbour race", 0), ("Harbour race is over", 3)]
)
def test_whom_the_article_is_about_did_not_write_it(headline: str, told: int) -> None:
    lines = [("headline", headline), ("byline", "Ann Lee"), ("byline", "Bo Day")]
    body = [("body", f"{PARAGRAPH} Ann Lee was there.")] * told or [BODY]
    assert authors(article_page(*lines, *body)) == ("Bo Day",)
    assert authors(article_page(*lines[:2], *body)) == ()
    said = article_page(lines[0], ("byline", "By Ann Lee"), *body)
    assert authors(said) == ("Ann Lee",)


def test_a_text_may_tell_of_its_author_at_its_end() -> None:
    bio = ("body", "Ann Lee is a reporter who has covered the harbour for many years.")
    assert authors(article_page(HEADLINE, ("byline", "Ann Lee"), BODY, bio)) == ("Ann Lee",)


def test_a_name_said_twice_is_one_author_with_two_spans() -> None:
    page = article_page(HEADLINE, ("byline", "By Ann Lee"), ("byline", "By Ann Lee"), BODY)
    assert authors(page) == ("Ann Lee",)
    assert len(read_author(page).spans) == 2


def test_a_page_without_a_byline_says_so() -> None:
    reading = read_author(article_page(HEADLINE, BODY))
    assert (reading.value, reading.basis) == ((), "no byline near the article")


def test_a_name_stands_below_its_by_above_the_headline_too() -> None:
    page = article_page(("other", "By"), ("other", "Zyxa Qorvath"), HEADLINE, BODY)
    assert authors(page) == ("Zyxa Qorvath",)
    page = article_page(("other", "Zyxa Qorvath"), ("other", "By"), HEADLINE, BODY)
    assert authors(page) == ()


def test_a_newsroom_is_the_author_where_its_byline_names_no_person() -> None:
    staff = ("byline", "By Harbour Times Staff")
    reading = read_author(article_page(HEADLINE, staff, BODY))
    assert (reading.value, reading.kind) == (("Harbour Times Staff",), "organisation")
    reading = read_author(article_page(HEADLINE, ("byline", "By Ann Lee"), staff, BODY))
    assert (reading.value, reading.kind) == (("Ann Lee",), "person")
    assert read_author(article_page(HEADLINE, BODY)).kind is None


def test_a_newsroom_beside_a_date_is_the_author() -> None:
    reading = read_author(
        article_page(HEADLINE, ("other", "Haber Merkezi"), ("date", "1 May 2024"), BODY)
    )
    assert reading.value == ("Haber Merkezi",)
    assert reading.kind == "organisation"
    assert authors(article_page(HEADLINE, ("other", "Haber Merkezi"), BODY)) == ()


def test_of_several_names_the_one_that_the_text_tells_of_is_the_least_likely() -> None:
    told = [("body", f"{PARAGRAPH} Day spoke for the town.")] * 3
    names = [("byline", "Bo Day"), ("byline", "Ann Lee")]
    assert authors(article_page(HEADLINE, *names, *told)) == ("Ann Lee",)
    assert authors(article_page(HEADLINE, names[0], *told)) == ("Bo Day",)


@pytest.mark.parametrize(("name", "expected"), [("Anna Berger", 1), ("Wissenschaft Klima", 0)])
def test_where_nouns_have_capitals_a_bare_name_is_one_that_lexicons_list(
    name: str, expected: int
) -> None:
    page = article_page(HEADLINE, ("byline", f"7. Dezember 2022 {name}"), ("body", GERMAN))
    assert len(authors(page)) == expected
