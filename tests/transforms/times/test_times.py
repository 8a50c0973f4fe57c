from datetime import UTC, datetime

import pytest

from dateline.transforms.parsing import parse
from dateline.transforms.text.page import Page

FETCHED = datetime(2024, 5, 3, 7, tzinfo=UTC)
HEADLINE = "Harbour ferry returns after repairs"
REST = "The ferry carries some four hundred passengers between the two banks of the river."


def times(
    opening: str, fetched_at: datetime | None = FETCHED, date_line: str | None = None
) -> list[tuple[str, str | None, str | None]]:
    lines = [
        HEADLINE,
        *([date_line] if date_line else []),
        "",
        opening,
        "",
        REST,
        "",
        REST + " So.",
    ]
    parsed = parse(Page("0" * 64, "\n".join(lines), fetched_at=fetched_at))
    return [(row["text"], row["value"], row["anchor_basis"]) for row in parsed.times.to_pylist()]


def test_a_dateline_s_day_comes_before_the_day_of_fetching() -> None:
    opening = "OSLO, April 30 (NTB) — The ferry returned to service on Monday, the harbour said."
    assert times(opening) == [
        ("April 30", "2024-04-30", "dateline"),
        ("Monday", "2024-04-29", "dateline"),
    ]


def test_the_day_of_publication_comes_before_the_day_of_fetching() -> None:
    opening = "The ferry returned to service yesterday after three weeks, the harbour master said."
    assert times(opening, date_line="12 March 2024") == [
        ("12 March 2024", "2024-03-12", None),
        ("yesterday", "2024-03-11", "publication"),
        ("three weeks", "P3W", None),
    ]


def test_without_any_day_a_relative_time_keeps_its_relative_value() -> None:
    opening = "The ferry returned to service on Tuesday after repairs, the harbour master said."
    assert times(opening, fetched_at=None) == [("Tuesday", "XXXX-WXX-2", None)]


def test_words_of_tense_decide_between_the_last_day_and_the_next() -> None:
    # FETCHED is a Friday.
    will = "The ferry will return to service on Tuesday, the harbour master of the town reported."
    said = "The ferry will return to service soon, the harbour master of the town said on Tuesday."
    assert times(will) == [("Tuesday", "2024-05-07", "fetching")]
    assert times(said) == [("Tuesday", "2024-04-30", "fetching")]


def test_a_tale_stays_in_its_year_until_the_text_s_own_day_is_meant() -> None:
    opening = (
        "The ferry was built in March 1998 and sank on May 4, was raised in June, "
        "and returned to service on Thursday, the harbour master of the town said."
    )
    assert [value for _, value, _ in times(opening)] == [
        "1998-03", "1998-05-04", "1998-06", "2024-05-02",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("profit fell in the third quarter", "2023-07-01/2023-09-30"),
        ("the team led in the third quarter", None),
        ("revenue in Q1 was flat", "2024-01-01/2024-03-31"),
        ("sales beat those of the year-ago quarter", "2023"),
        ("traffic doubled in the second half of 2022", "2022-07-01/2022-12-31"),
        ("traffic doubled in H1 2023", "2023-01-01/2023-06-30"),
        ("the crew left Tuesday of next week", "2024-05-07"),
        ("the crew left on Monday last week", "2024-04-22"),
        ("the crew left the day before yesterday", "2024-05-01"),
        ("the crew was seen over the weekend", "2024-04-27/2024-04-28"),
        ("the lease ends at the end of the year", "2024"),
        ("the lease ends at the end of the day", None),
        ("the crossing takes half an hour", "PT30M"),
        ("the ferry sank two and a half years ago", "2021-11"),
        ("the ferry was built in the '90s", "1990-01-01/1999-12-31"),
        ("the quay is of the 5th century BC", "-0499/-0400"),
        ("the quay is of the 1st century BC", "-0099/0000"),
        ("the fair is held from 3 to 5 March 2021", "2021-03-03/2021-03-05"),
    ],
)
def test_what_news_says_of_days_has_a_value(told: str, value: str | None) -> None:
    # FETCHED is a Friday.
    found = times(f"The harbour master of the town told reporters that {told}, as he had feared.")
    assert [one[1] for one in found] == ([value] if value else [])


def test_the_year_behind_a_range_of_months_is_that_of_both() -> None:
    opening = (
        "The ferry stood still from May to July 2020 and from November to January 2022, he said."
    )
    assert [value for _, value, _ in times(opening)] == ["2020-05", "2020-07", "2021-11", "2022-01"]
