from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from labelled_pages import PARAGRAPH, article_page

from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.stated_dates import date_line_indices, opening_date_end
from dateline.transforms.text.dates import find_dates

HEADLINE = ("headline", "Talks go on in the capital")
FETCHED = datetime(2024, 5, 1, 8, tzinfo=UTC)


def date_lines(page: ArticlePage) -> list[str]:
    texts, label = page.lines.texts, page.labels.label
    near, far = date_line_indices(texts, label, page.zones)
    return [texts[index] for index in (*near, *far)]


def test_lines_that_may_date_the_article_come_likeliest_first() -> None:
    page = article_page(
        ("other", "The Harbour Post"),
        ("date", "1 May 2024"),
        HEADLINE,
        ("other", "Ann Lee, the capital"),
        ("byline", "By Ann Lee, 2 May 2024"),
        ("body", PARAGRAPH),
        ("date", "3 May 2024"),
        ("body", PARAGRAPH),
        ("other", "Tickets from 4 May 2024"),
        ("other", "Last updated 5 May 2024"),
    )
    assert date_lines(page) == [
        "By Ann Lee, 2 May 2024",
        "Ann Lee, the capital",
        "3 May 2024",
        "1 May 2024",
        "The Harbour Post",
        "Last updated 5 May 2024",
    ]


def test_a_vague_date_under_the_headline_beats_a_whole_one_below_the_text() -> None:
    below = ("date", "Ferry timetable, 9 May 2023")
    page = article_page(HEADLINE, ("date", "2 May"), ("body", PARAGRAPH), below)
    found = page.likeliest_date("published")
    assert found is not None
    assert (found.value, found.edtf) == (None, "XXXX-05-02")


@pytest.mark.parametrize(
    ("vague", "whole", "expected"),
    [
        ("2 May", "Last updated 2 May 2024", date(2024, 5, 2)),
        ("05/02/2024", "Last updated May 2, 2024", date(2024, 5, 2)),
        ("05.02.24", "Last updated 3 May 2024", None),
    ],
)
def test_another_date_of_the_page_settles_a_vague_one(
    vague: str, whole: str, expected: date | None
) -> None:
    page = article_page(HEADLINE, ("date", vague), ("body", PARAGRAPH), ("other", whole))
    found = page.likeliest_date("published")
    assert found is not None
    assert found.value == expected


def test_dates_of_other_articles_are_left_out() -> None:
    page = article_page(
        HEADLINE,
        ("body", PARAGRAPH),
        ("related_heading", "Recent posts"),
        ("date", "3 May 2024"),
    )
    assert date_lines(page) == []


def test_a_day_of_the_week_counts_where_there_is_no_date() -> None:
    weekday, day = ("date", "Posted Tuesday 4:10 pm"), ("date", "12 April 2024")
    for lines, expected in ([weekday], date(2024, 4, 30)), ([weekday, day], date(2024, 4, 12)):
        page = article_page(HEADLINE, *lines, ("body", PARAGRAPH), fetched_at=FETCHED)
        found = page.likeliest_date("published")
        assert found is not None
        assert found.value == expected


@pytest.mark.parametrize(
    ("paragraph", "dateline", "opening"),
    [
        ("06.11.23 - The town hall is new.", "", "06.11.23"),
        ("3 April 2024, Tbilisi - The talks", "", "3 April 2024"),
        ("OSLO, 13 May 2021 (AP) - The talks", "", "OSLO, 13 May 2021"),
        (
            "Cairo, May 27, 2023 (AP) - The talks",
            "Cairo, May 27, 2023 (AP) -",
            "Cairo, May 27, 2023",
        ),
        ("Updated: December 9, 2024 The talks", "", "Updated: December 9, 2024"),
        ("In May 2019 the town hall was sold.", "", ""),
        ("On 13 May the town hall was sold.", "", ""),
        ("The town hall was sold on 13 May.", "", ""),
        ("LONDON (AP) - It was sold on 13 May.", "LONDON (AP) -", ""),
    ],
)
def test_the_date_that_opens_a_paragraph(paragraph: str, dateline: str, opening: str) -> None:
    assert paragraph[: opening_date_end(paragraph, len(dateline))] == opening


@given(
    place=st.text(alphabet="ABCDEFG", min_size=3, max_size=20),
    day=st.dates(min_value=date(1995, 1, 1), max_value=date(2035, 1, 1)),
    form=st.sampled_from(["%B %d, %Y", "%b %d, %Y", "%b. %d", "%d %B %Y", "%d.%m.%Y", "%Y-%m-%d"]),
    separator=st.sampled_from([", ", " ", " - "]),
    rest=st.text(alphabet="AFP()-,. 12", max_size=40),
)
def test_cutting_never_makes_another_date(
    place: str, day: date, form: str, separator: str, rest: str
) -> None:
    paragraph = f"{place}{separator}{day.strftime(form)} ({rest}"
    end = opening_date_end(paragraph, 0)
    assert list(find_dates(paragraph[:end])) == [next(find_dates(paragraph))]
    year = day.year if "%Y" in form else None
    whole = next(find_dates(paragraph))
    assert whole.year == year
    if not whole.ambiguous:
        assert (whole.month, whole.day) == (day.month, day.day)
