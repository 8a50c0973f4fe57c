from datetime import date
from typing import Any

import pytest

from dateline.transforms.article.date_clues import DateClues, figure_order
from dateline.transforms.text.dates import DateMention, find_dates


def mention(text: str) -> DateMention:
    return next(find_dates(text))


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
        ({"text": "Road closed 11/28/23"}, "2023-12-11"),
        ({}, None),
    ],
)
def test_figures_are_settled_by_what_the_page_shows(about: dict[str, Any], day: str | None) -> None:
    settled = DateClues(["12/11/2023"], **about).settle(mention("12/11/2023"))
    assert (settled.value and str(settled.value)) == day


def test_a_date_in_words_is_settled_already() -> None:
    stated = mention("3 May 2024")
    assert DateClues([], url="https://example.org/2024/12/x").settle(stated) is stated


@pytest.mark.parametrize(
    ("line", "about", "day"),
    [
        ("April 5", {"fetched": date(2024, 5, 1)}, date(2024, 4, 5)),
        ("Monday, April 5", {"fetched": date(2024, 5, 1)}, None),
        ("April 5", {"url": "https://example.org/2022/sea-wall"}, date(2022, 4, 5)),
        ("April 5, 2023", {"fetched": date(2024, 5, 1)}, None),
        ("April 5", {}, None),
    ],
)
def test_a_missing_year_is_inferred_where_one_fits(
    line: str, about: dict[str, Any], day: date | None
) -> None:
    assert DateClues([line], **about).infer_day(mention(line), line) == day


@pytest.mark.parametrize(
    ("texts", "language", "order"),
    [
        (["25/12/2023"], None, "day"),
        (["12/25/2023"], "de", "month"),
        (["03/04/2024 at 5:10 pm EST"], None, "month"),
        (["03/04/2024"], "de", "day"),
        (["03/04/2024"], "en", None),
        ([], None, None),
    ],
)
def test_the_order_of_figures(texts: list[str], language: str | None, order: str | None) -> None:
    assert figure_order(texts, language) == order
