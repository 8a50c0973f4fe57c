import pytest

from dateline.transforms.lines.shapes import (
    clock_minutes,
    is_age,
    is_caption,
    is_clock_line,
    is_date_line,
    is_post_line,
    is_source_credit,
    is_stamp,
    picture_count,
    source_credit,
)


@pytest.mark.parametrize(
    "text",
    [
        *("8 hours ago", "• 8 hours ago", "An hour ago", "3d", "2 min.", "about 5 minutes ago"),
        *("vor 3 Stunden", "il y a 2 jours", "hace 5 horas", "há 2 horas", "5 giorni fa"),
        *("2 часа назад", "Yesterday", "gestern", "just now", "10+ years"),
    ],
)
def test_ages(text: str) -> None:
    assert is_age(text)


@pytest.mark.parametrize(
    "text", ["", "8 hours of rain", "hours ago", "8000 days", "yesterday it rained", "8 ago"]
)
def test_other_lines_are_no_age(text: str) -> None:
    assert not is_age(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Published December 22, 2023 9:02am EST", "Tue 19 Nov 2019 17.27 GMT", "05.12.19"),
        *("Updated: 3 May 2024 | Published: 2 May 2024", "18. Dezember 2023, 12:30 Uhr"),
    ],
)
def test_date_lines(text: str) -> None:
    assert is_date_line(text)


@pytest.mark.parametrize(
    "text",
    ["", "Tuesday", "Storm of 3 May 2024", "12:30", "1 May 2024 - Harbour", "1 May 2024 " * 20],
)
def test_lines_with_more_than_a_date_are_no_date_line(text: str) -> None:
    assert not is_date_line(text)


@pytest.mark.parametrize(
    "key",
    [
        *("photo: ann lee", "the harbour. photograph by ann lee", "image via agency", "foto: dpa"),
        *("storm over the town (getty images", "fire in the port. /ap photo", "afp/ann lee"),
    ],
)
def test_captions_credit_a_photographer_or_an_agency(key: str) -> None:
    assert is_caption(key)


@pytest.mark.parametrize("key", ["photo gallery", "the image of the town", "ap", ""])
def test_other_lines_are_no_caption(key: str) -> None:
    assert not is_caption(key)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Source: The Town Crier", "The Town Crier"),
        ("Quelle: dpa", "dpa"),
        ("Источник: ТАСС", "ТАСС"),
        ("Reuters", "Reuters"),
        ("(With the Associated Press)", "(With the Associated Press)"),
    ],
)
def test_sources(text: str, source: str) -> None:
    span = source_credit(text)
    assert span is not None
    assert text[slice(*span)] == source
    assert is_source_credit(text)


@pytest.mark.parametrize("text", ["", "Source", "Reuters reports", "Source: " + "x" * 90])
def test_other_lines_credit_no_source(text: str) -> None:
    assert source_credit(text) is None
    assert not is_source_credit(text)


@pytest.mark.parametrize(
    ("line", "minutes"),
    [
        ("18:42", 1122),
        ("• 9:05", 545),
        ("4:14 p.m.", 974),
        ("12:05 PM ET", 725),
        ("18.42 Uhr", 1122),
        ("Updated 14:05", 845),
    ],
)
def test_a_line_may_be_a_time_of_day(line: str, minutes: int) -> None:
    assert is_clock_line(line)
    assert clock_minutes(line) == minutes


@pytest.mark.parametrize(
    "line",
    [
        "18.42",
        "25:10",
        "10:75",
        "3 May 18:42",
        "18:42 The mayor speaks",
        "Psalm 23:4 reading",
        "1:2:3:4",
    ],
)
def test_other_figures_are_no_time_of_day(line: str) -> None:
    assert not is_clock_line(line)


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("Photo 3 of 12", (12, True)),
        ("1 / 4", (4, False)),
        ("Bild 2 von 10", (10, True)),
        ("« 2 von 8 »", (8, False)),
        ("5 / 4", None),
        ("0 / 4", None),
        ("12", None),
    ],
)
def test_a_line_may_count_a_picture(line: str, count: tuple[int, bool] | None) -> None:
    assert picture_count(line) == count


def test_a_line_may_say_who_posted() -> None:
    assert is_post_line("Posted by: gull7 | Mar 3, 2024")
    assert is_post_line("8 hours ago at 10:09 am")
    assert not is_post_line("The mayor spoke.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Politics 12 March 2024 10:15 (UTC +04:00)", True),
        ("11.03.17 in Gadgetry", True),
        ("Anna December 9, 2024 0 Comments", True),
        ("The council met on 12 March 2024.", False),
        ("How the storm of 12 March 2024 tore the wall away", False),
        ("March 2024", False),
    ],
)
def test_a_stamp_says_when_and_little_else(text: str, expected: bool) -> None:
    assert is_stamp(text) is expected
