"""Counters of pictures by their word or their company."""

from pathlib import Path

import pytest

from dateline.transforms.lines.page_marks import picture_counters
from dateline.transforms.parsing import parse
from dateline.transforms.text.page import Page


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Photo 3 of 12",), [0]),
        (("1 / 4", "A boat", "2 / 4"), [0, 2]),
        (("Bild 1 von 10",), [0]),
        (("Фото 2 из 7",), [0]),
        (("1/4",), []),
        (("5 / 4", "6 / 4"), []),
        (("They won 3 of 12 games",), []),
    ],
)
def test_a_counter_says_picture_or_is_one_of_several(
    lines: tuple[str, ...], expected: list[int]
) -> None:
    assert list(picture_counters(lines, range(len(lines)))) == expected


def labels(text: str) -> dict[str, tuple[str, str]]:
    rows = parse(Page("0" * 64, text)).lines.to_pylist()
    return {text[row["start"] : row["end"]].strip(): (row["label"], row["rule"]) for row in rows}


def test_the_titles_of_a_live_blog_s_entries_are_no_text() -> None:
    blog = (Path(__file__).parents[2] / "golden" / "kinds" / "live_blog.txt").read_text("utf-8")
    given = labels(blog)
    titles = ("Trains to run again at five", "Buses take the passengers")
    assert {given[title] for title in titles} == {("subheadline", "entry_headline")}
    without = "\n".join(line for line in blog.split("\n") if line not in titles)
    entries = [
        line for line in without.split("\n") if line.endswith("square in front of the station.")
    ]
    assert [labels(without)[line][0] for line in entries] == ["body"]
