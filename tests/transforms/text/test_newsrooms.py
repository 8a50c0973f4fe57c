import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.text.newsrooms import (
    agency_in_byline,
    newsroom_in_line,
    organisation_in_byline,
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Harbour Times Staff", "Harbour Times Staff"),
        ("by University of Northport", "University of Northport"),
        ("By Team HARBOUR | September 2, 2023", "Team HARBOUR"),
        ("By Staff and news service reports", "Staff and news service reports"),
        ("By AFP/The Harbour", "AFP/The Harbour"),
        ("By Centre for Tide Research and Training", "Centre for Tide Research and Training"),
        ("By Quay & Quay News Desk", "Quay & Quay News Desk"),
        ("By Reuters and Ann Lee", "Reuters"),
        ("Von Redaktion", "Redaktion"),
        ("By The Editors.", "The Editors"),
    ],
)
def test_a_byline_may_credit_a_newsroom_an_agency_or_an_organisation(
    line: str, expected: str
) -> None:
    span = organisation_in_byline(line)
    assert span is not None
    assert line[slice(*span)] == expected


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Lee",
        "By Staff Writer",
        "By admin",
        "By the numbers",
        "Photo by Harbour News",
        "Harbour Times Staff",
        "By",
        "",
        "By the end of the day the harbour staff had left the quay and gone home for good",
    ],
)
def test_other_lines_credit_no_organisation(line: str) -> None:
    assert organisation_in_byline(line) is None


def test_an_agency_needs_no_by() -> None:
    assert agency_in_byline("The Associated Press") == (0, 20)
    assert agency_in_byline("By The Associated Press | May 4") == (3, 23)
    assert agency_in_byline("Harbour Times") is None


@given(st.text(max_size=60) | st.text("By Stafnd/&., ", max_size=40).map("By Staff ".__add__))
def test_a_credited_name_is_inside_the_line(line: str) -> None:
    for read in (organisation_in_byline, agency_in_byline):
        if span := read(line):
            assert 0 <= span[0] < span[1] <= len(line)


@pytest.mark.parametrize("line", ["Haber Merkezi", "  Редакція ", "HABER MERKEZI", "編集部"])
def test_a_newsroom_may_be_all_of_a_line(line: str) -> None:
    span = newsroom_in_line(line)
    assert span is not None
    assert line[slice(*span)] == line.strip()


@pytest.mark.parametrize("line", ["Haber Merkezi'nden", "Newsroom", "", "Редакція не відповідає"])
def test_other_lines_are_no_newsroom(line: str) -> None:
    assert newsroom_in_line(line) is None
