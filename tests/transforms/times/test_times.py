from datetime import UTC, datetime

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
