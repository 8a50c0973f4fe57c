from datetime import date

import pytest
from labelled_pages import PARAGRAPH

from dateline.transforms.article.date_clues import DateClues
from dateline.transforms.article.metadata import (
    date_in_metadata,
    language_in,
    likelier_date,
    name_in_metadata,
    people_in,
    plain,
)
from dateline.transforms.article.reading import DateReading
from dateline.transforms.parsing import parse
from dateline.transforms.text.page import Metadata, Page


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


RECORD = Metadata(
    title="Ferry fares to rise",
    authors=("Ida Koch",),
    date_published="2024-05-09",
    in_language="de",
    publisher="Ferry Times",
)
SAME = Metadata(
    title="Talks go on in the capital | Town Crier",
    authors=("Ann Lee",),
    date_published="2024-05-03",
    in_language="en",
    publisher="The Town Crier",
)


@pytest.mark.parametrize(
    ("field", "value", "against"),
    [
        ("headline", "Talks go on in the capital", "metadata contradicted: Ferry fares to rise"),
        ("author", ["Ann Lee"], "metadata contradicted: Ida Koch"),
        ("date_published", date(2024, 5, 9), "page contradicted: 2024-05-03"),
        ("in_language", "en", "metadata contradicted: de"),
        ("publisher", "The Town Crier", "metadata contradicted: Ferry Times"),
    ],
)
def test_where_page_and_metadata_disagree_the_evidence_says_so(
    field: str, value: object, against: str
) -> None:
    text = "\n".join(
        (
            "Talks go on in the capital",
            "By Ann Lee",
            "3 May 2024",
            *(PARAGRAPH.replace("week", week) for week in ("week", "month", "year")),
            "© 2024 The Town Crier",
        )
    )
    for metadata, expected in ((RECORD, [against]), (SAME, [])):
        (article,) = parse(Page("0" * 64, text, metadata=metadata)).articles.to_pylist()
        found = [piece["basis"] for piece in article["evidence"] if piece["field"] == field]
        assert [basis for basis in found if "contradicted" in basis] == expected
        assert len(found) > len(expected)
        if expected:
            assert article[field] == value


def test_a_date_that_only_repeats_the_fetch_is_contradicted_by_the_page() -> None:
    stated = DateReading(date(2024, 5, 3), "stated", edtf="2024-05-03", precision="day")
    fetched = date(2024, 5, 9)
    reading = likelier_date(date_in_metadata("2024-05-09", DateClues([])), stated, fetched)
    assert reading is not None
    assert (reading.value, reading.against) == (stated.value, "metadata contradicted: 2024-05-09")
