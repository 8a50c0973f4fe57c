from datetime import UTC, date, datetime
from typing import Any

import pytest
from labelled_pages import GERMAN, PARAGRAPH, article_page

from dateline.transforms.article.date_published import read_date_published
from dateline.transforms.article.reading import DateReading
from dateline.transforms.text.page import Metadata

HEADLINE = ("headline", "Talks go on in the capital")


def published(
    *texts: str, body: str = PARAGRAPH, below: str = "Share", **about: Any
) -> DateReading:
    dates = [("date", text) for text in texts]
    page = article_page(HEADLINE, *dates, ("body", body), ("share", below), **about)
    return read_date_published(page)


def fetched(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, tzinfo=UTC)


def test_a_date_says_where_it_stands() -> None:
    page = article_page(HEADLINE, ("date", "Published March 14, 2024 9 am"), ("body", PARAGRAPH))
    found = read_date_published(page)
    assert (found.value, found.basis) == (date(2024, 3, 14), "stated")
    assert [page.page.text[slice(*span)] for span in found.spans] == ["March 14, 2024"]
    assert dict(found.columns("date_published")) == {
        "date_published": date(2024, 3, 14),
        "date_published_text": "2024-03-14",
        "date_published_precision": "day",
        "date_published_basis": "stated",
    }


def test_metadata_goes_before_a_line_and_a_line_before_the_address() -> None:
    about: dict[str, Any] = {
        "metadata": Metadata(date_published="2024-03-01"),
        "url": "https://example.org/2024/03/03/x",
    }
    assert published("2 March 2024", **about).basis == "metadata"
    assert published("2 March 2024", url=about["url"]).basis == "stated"
    assert published(url=about["url"]).edtf == "2024-03-03"
    assert published("March 2024", url=about["url"]).basis == "url"


def test_a_page_that_only_says_when_it_changed_is_dated_by_inference() -> None:
    found = published("Last updated 15 March 2024")
    assert (found.edtf, found.basis) == ("2024-03-15", "inferred")


def test_an_undated_page_says_why() -> None:
    found = published()
    assert (found.value, found.edtf, found.basis) == (None, None, "no date near the article")
    assert dict(found.columns("date_published"))["date_published_basis"] is None


def test_a_day_without_a_year_is_no_date() -> None:
    found = published("April 5")
    assert (found.value, found.edtf) == (None, "XXXX-04-05")


def test_a_full_date_goes_before_one_without_its_year() -> None:
    assert published("April 5", "6 April 2024").edtf == "2024-04-06"


@pytest.mark.parametrize(
    ("texts", "about", "day"),
    [
        (["03/04/2024"], {}, None),
        (["03/04/2024"], {"body": GERMAN}, "2024-04-03"),
        (["03/04/2024 at 5:10 pm EST"], {}, "2024-03-04"),
        (["03/04/2024", "12/25/2023"], {}, "2024-03-04"),
        (["03/04/2024", "25/12/2023"], {}, "2024-04-03"),
        (["03/04/2024"], {"url": "https://example.org/2024/04/03/x"}, "2024-04-03"),
        (["12/11/23"], {"below": "Road closed 11/28/23"}, "2023-12-11"),
    ],
)
def test_figures_are_read_by_what_the_page_shows(
    texts: list[str], about: dict[str, Any], day: str | None
) -> None:
    found = published(*texts, **about)
    assert (found.value and str(found.value)) == day


@pytest.mark.parametrize(
    ("text", "about", "day"),
    [
        ("April 5", {"fetched_at": fetched(2024, 5, 1)}, "2024-04-05"),
        ("April 5", {"fetched_at": fetched(2024, 4, 4)}, None),
        ("December 28", {"fetched_at": fetched(2024, 1, 3)}, "2023-12-28"),
        ("September 28", {"fetched_at": fetched(2024, 1, 3)}, None),
        ("Thursday, September 28", {"fetched_at": fetched(2024, 1, 3)}, "2023-09-28"),
        ("Monday, April 5", {"fetched_at": fetched(2024, 5, 1)}, None),
        ("February 29", {"fetched_at": fetched(2023, 5, 1)}, None),
        ("April 5", {"url": "https://example.org/2022/sea-wall"}, "2022-04-05"),
        ("Posted Tuesday 4:10 pm", {"fetched_at": fetched(2024, 5, 1)}, "2024-04-30"),
        ("Mittwoch, 17:05 Uhr", {"fetched_at": fetched(2024, 5, 1)}, "2024-05-01"),
        ("Posted Tuesday 4:10 pm", {}, None),
        ("Tuesday", {"fetched_at": fetched(2024, 5, 1)}, None),
        ("Tuesday market 9:30", {"fetched_at": fetched(2024, 5, 1)}, None),
        ("4 hours ago", {"fetched_at": fetched(2024, 5, 1)}, None),
    ],
)
def test_days_without_a_year_are_inferred_from_fetching_or_address(
    text: str, about: dict[str, Any], day: str | None
) -> None:
    found = published(text, **about)
    assert (found.value and str(found.value)) == day
    assert day is None or found.basis == "inferred"


def test_an_inferred_day_says_where_it_stands() -> None:
    page = article_page(
        HEADLINE, ("date", "Posted April 5"), ("body", PARAGRAPH), fetched_at=fetched(2024, 5, 1)
    )
    (span,) = read_date_published(page).spans
    assert page.page.text[slice(*span)] == "April 5"


def test_the_dateline_dates_an_article_that_nothing_else_dates() -> None:
    body = f"CAIRO, May 27, 2023 (AP) - {PARAGRAPH}"
    assert published(body=body, fetched_at=fetched(2024, 7, 20)).edtf == "2023-05-27"
    assert published("1 June 2023", body=body).edtf == "2023-06-01"


@pytest.mark.parametrize(
    ("stated_in_metadata", "line", "expected"),
    [
        # The same day: the line has the span.
        ("2024-03-02", "2 March 2024", ("2024-03-02", "stated")),
        # The same moment, which is the next day where the page was written.
        ("2024-03-01T22:30:00Z", "2 March 2024", ("2024-03-02", "stated")),
        ("Fri, 01 Mar 2024 22:30:00 GMT", "2 March 2024", ("2024-03-02", "stated")),
        # A local time leaves no doubt about the day.
        ("2024-03-01T22:30:00+02:00", "2 March 2024", ("2024-03-01", "metadata")),
        # The line is more precise, or the metadata are.
        ("March 2024", "2 March 2024", ("2024-03-02", "stated")),
        ("2024-03-02", "March 2024", ("2024-03-02", "metadata")),
        ("2024-04-05", "April 5", ("2024-04-05", "metadata")),
        # Figures that can be read two ways mean the day that the page states.
        ("03/02/2024", "2 March 2024", ("2024-03-02", "stated")),
        ("soon", "2 March 2024", ("2024-03-02", "stated")),
    ],
)
def test_metadata_and_a_line_together(
    stated_in_metadata: str, line: str, expected: tuple[str, str]
) -> None:
    found = published(line, metadata=Metadata(date_published=stated_in_metadata))
    assert (found.edtf, found.basis) == expected


def test_the_day_of_fetching_is_no_day_of_publication() -> None:
    about: dict[str, Any] = {
        "metadata": Metadata(date_published="2024-03-09"),
        "fetched_at": fetched(2024, 3, 9),
    }
    assert published("2 March 2024", **about).edtf == "2024-03-02"
    assert published(**about).edtf == "2024-03-09"


def test_a_day_after_the_page_was_fetched_is_no_day_of_publication() -> None:
    about: dict[str, Any] = {
        "metadata": Metadata(date_published="2031-01-01"),
        "fetched_at": fetched(2024, 3, 9),
    }
    assert published(**about).edtf is None
