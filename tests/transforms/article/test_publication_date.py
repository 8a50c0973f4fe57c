from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.article.publication_date import (
    UNDATED,
    Candidate,
    find_publication,
    opening_date_end,
)
from transforms.text.dates import find_dates


def found(
    *texts: str,
    url: str | None = None,
    metadata: str | None = None,
    language: str = "en",
    fetched: date | None = None,
    page: str = "",
):
    candidates = [Candidate(text, 100 * place, place) for place, text in enumerate(texts)]
    return find_publication(candidates, url, metadata, language, fetched, page)


def test_published_and_modified_on_one_line() -> None:
    published, modified = found("Published March 14, 2024 9 am | Updated: March 15, 2024")
    assert (published.edtf, published.basis) == ("2024-03-14", "stated")
    assert (published.start, published.end) == (10, 24)
    assert (modified.edtf, modified.basis) == ("2024-03-15", "stated")


def test_a_page_that_only_says_when_it_changed_is_dated_by_inference() -> None:
    published, modified = found("Last updated 15 March 2024")
    assert (published.edtf, published.basis) == ("2024-03-15", "inferred")
    assert modified.basis == "stated"


def test_a_day_without_a_year_is_no_date() -> None:
    published, _ = found("April 5")
    assert (published.value, published.edtf) == (None, "XXXX-04-05")


def test_a_full_date_goes_before_one_without_its_year() -> None:
    published, _ = found("April 5", "6 April 2024")
    assert published.edtf == "2024-04-06"


@pytest.mark.parametrize(
    ("texts", "about", "day"),
    [
        (["03/04/2024"], {}, None),
        (["03/04/2024"], {"language": "de"}, "2024-04-03"),
        (["03/04/2024 at 5:10 pm EST"], {}, "2024-03-04"),
        (["03/04/2024", "12/25/2023"], {}, "2024-03-04"),
        (["03/04/2024", "25/12/2023"], {}, "2024-04-03"),
        (["03/04/2024"], {"url": "https://example.org/2024/04/03/x"}, "2024-04-03"),
    ],
)
def test_figures_are_read_by_what_the_page_shows(texts, about, day) -> None:
    published, _ = found(*texts, **about)
    assert (published.value and str(published.value)) == day


@pytest.mark.parametrize("metadata", ["not json", "[1]", '{"date": 5}', '{"title": "x"}', None])
def test_metadata_without_a_date_says_nothing(metadata: str | None) -> None:
    assert found(metadata=metadata) == (UNDATED, UNDATED)


@pytest.mark.parametrize(
    ("text", "about", "day"),
    [
        ("April 5", {"fetched": date(2024, 5, 1)}, "2024-04-05"),
        ("April 5", {"fetched": date(2024, 4, 4)}, None),
        ("December 28", {"fetched": date(2024, 1, 3)}, "2023-12-28"),
        ("September 28", {"fetched": date(2024, 1, 3)}, None),
        ("Thursday, September 28", {"fetched": date(2024, 1, 3)}, "2023-09-28"),
        ("Monday, April 5", {"fetched": date(2024, 5, 1)}, None),
        ("February 29", {"fetched": date(2023, 5, 1)}, None),
        ("April 5", {"url": "https://example.org/2022/sea-wall"}, "2022-04-05"),
        ("Posted Tuesday 4:10 pm", {"fetched": date(2024, 5, 1)}, "2024-04-30"),
        ("Mittwoch, 17:05 Uhr", {"fetched": date(2024, 5, 1)}, "2024-05-01"),
        ("Posted Tuesday 4:10 pm", {}, None),
        ("Tuesday", {"fetched": date(2024, 5, 1)}, None),
        ("Tuesday market 9:30", {"fetched": date(2024, 5, 1)}, None),
        ("4 hours ago", {"fetched": date(2024, 5, 1)}, None),
    ],
)
def test_days_without_a_year_are_inferred_from_fetching_or_address(text, about, day) -> None:
    published, _ = found(text, **about)
    assert (published.value and str(published.value)) == day
    assert day is None or published.basis == "inferred"


def test_an_inferred_day_says_where_it_stands() -> None:
    published, _ = found("Posted April 5", fetched=date(2024, 5, 1))
    assert (published.start, published.end) == (7, 14)


def test_figures_elsewhere_on_the_page_show_their_order() -> None:
    published, _ = found("12/11/23", page="Road closed 11/28/23")
    assert str(published.value) == "2023-12-11"


@pytest.mark.parametrize(
    ("about", "day"),
    [
        ({"url": "https://example.org/2023/12/sea-wall"}, "2023-12-11"),
        ({"url": "https://example.org/2023/11/sea-wall"}, "2023-11-12"),
        ({"url": "https://example.org/2023/12/11/sea-wall"}, "2023-12-11"),
        ({"url": "https://example.org/2023/10/sea-wall"}, None),
        ({"fetched": date(2023, 11, 20)}, "2023-11-12"),
        ({"fetched": date(2023, 11, 11)}, "2023-11-12"),
        ({"fetched": date(2023, 12, 20)}, None),
    ],
)
def test_figures_are_read_as_the_address_or_the_day_of_fetching_allows(about, day) -> None:
    published, _ = found("12/11/2023", **about)
    assert (published.value and str(published.value)) == day
    assert day is None or published.basis == "stated"


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
def test_cutting_never_makes_another_date(place, day, form, separator, rest) -> None:
    paragraph = f"{place}{separator}{day.strftime(form)} ({rest}"
    end = opening_date_end(paragraph, 0)
    assert list(find_dates(paragraph[:end])) == [next(find_dates(paragraph))]
    year = day.year if "%Y" in form else None
    whole = next(find_dates(paragraph))
    assert whole.year == year
    if not whole.ambiguous:
        assert (whole.month, whole.day) == (day.month, day.day)
