from labelled_pages import PARAGRAPH, article_page

from dateline.transforms.article.kind_words import closing_signs, signs_in_text, told_signs

TEXT = [("body", PARAGRAPH)] * 3


def test_the_surest_sign_comes_first_with_its_span() -> None:
    page = article_page(
        ("section", "Opinion"),
        ("headline", "Obituary: Ada Lund"),
        *TEXT,
        url="https://h.example/live/1",
    )
    signs = [(sign.kind, sign.rule, sign.is_weak) for sign in told_signs(page)]
    assert signs == [
        ("obituary", "headline opening", False),
        ("opinion", "section", False),
        ("obituary", "headline", True),
        ("live_blog", "folder of the address", True),
    ]
    assert [page.page.text[slice(*sign.spans[0])] for sign in list(told_signs(page))[:2]] == [
        "Obituary",
        "Opinion",
    ]


def test_without_a_headline_the_line_above_the_text_may_be_one() -> None:
    page = article_page(("other", "In pictures: the flood"), ("date", "3 May 2024"), *TEXT)
    assert [sign.kind for sign in told_signs(page)][:1] == ["gallery"]


def test_what_closes_a_text_is_read_below_it_too() -> None:
    page = article_page(*TEXT, ("subscribe", "Subscribe to read the full story"))
    assert {sign.kind for sign in closing_signs(page)} == {"stub"}


def test_a_text_may_speak_of_a_life() -> None:
    page = article_page(("body", f"{PARAGRAPH} She is survived by a son."))
    (sign,) = signs_in_text(page)
    assert (sign.kind, sign.is_weak) == ("obituary", True)
