from datetime import date

import pytest

from dateline.transforms.article.date_clues import DateClues
from dateline.transforms.article.metadata import (
    date_in_metadata,
    language_in,
    name_in_metadata,
    people_in,
    plain,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  Sea wall\n &amp; harbour ", "Sea wall & harbour"),
        ("—", None),
        ("x" * 31, None),
        (None, None),
    ],
)
def test_a_value_as_plain_text(value: str | None, expected: str | None) -> None:
    assert plain(value, 30) == expected


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        (("Ida Koch",), ("Ida Koch",)),
        (("By Ida Koch and Bo Lind", "Ida Koch"), ("Ida Koch", "Bo Lind")),
        (("ida.koch@harbour.example (Ida Koch)",), ()),
        (("https://harbour.example/ida",), ()),
        (("admin",), ()),
        (("ნინო ბერიძე",), ("ნინო ბერიძე",)),
        (("田中 太郎",), ("田中 太郎",)),
        (("2024",), ()),
    ],
)
def test_the_people_among_authors(authors: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert people_in(authors) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "en"),
        ("en_GB", "en"),
        ("pt-BR", "pt"),
        ("deu", "de"),
        ("english", None),
        ("eng,zho", None),
        ("und", None),
        ("zz", None),
        ("", None),
        (None, None),
    ],
)
def test_the_language_of_a_tag(tag: str | None, expected: str | None) -> None:
    assert language_in(tag) == expected


def test_an_address_is_no_name() -> None:
    assert name_in_metadata("The Harbour Post") == "The Harbour Post"
    assert name_in_metadata("https://harbour.example") is None


def test_a_date_in_metadata() -> None:
    found = date_in_metadata("2024-05-03T06:30:00Z", DateClues([]))
    assert found is not None
    reading = found.reading
    assert (reading.value, reading.edtf, reading.precision) == (
        date(2024, 5, 3),
        "2024-05-03",
        "day",
    )
    assert (reading.basis, reading.spans) == ("metadata", ())
    assert [day for day in range(1, 7) if found.agrees_with(date(2024, 5, day))] == [2, 3]


@pytest.mark.parametrize("value", ["soon", "5", "", None])
def test_a_value_without_a_date_says_nothing(value: str | None) -> None:
    assert date_in_metadata(value, DateClues([])) is None
