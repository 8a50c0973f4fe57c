from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.lines.fingerprints import LONGEST_HASHED, fingerprint, host_of
from dateline.transforms.text.page import Page

PARAGRAPHS = [
    f"Paragraph {number} tells at some length what nobody else has told so far."
    for number in range(8)
]


def made(*texts: str) -> list[Page]:
    return [Page(f"{number:064x}", text, f"https://a.example/{number}") for number, text in
            enumerate(texts)]  # fmt: skip


def marks(*texts: str) -> list[int]:
    found: list[int] = fingerprint(made(*texts))["story_signature"].to_pylist()
    return found


def hashes(text: str) -> list[int | None]:
    (found,) = fingerprint(made(text))["line_hashes"].to_pylist()
    return list(found)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.example.org/news/1", "example.org"),
        ("http://News.Example.ORG:8080", "news.example.org"),
        ("https://www.example.co.uk", "example.co.uk"),
        ("example.org/news", None),
        ("http://localhost/news", None),
        ("http://[::1/", None),
        ("*", None),
        ("", None),
        (None, None),
    ],
)
def test_the_host_of_an_address(url: str | None, expected: str | None) -> None:
    assert host_of(url) == expected


def test_a_line_has_the_same_hash_wherever_it_stands() -> None:
    first = hashes("Share this page\r\n\r\nOne\r\n")
    second = hashes("Two\n\u00a0 Share this page\t\n")
    assert first[0] == second[1]
    assert first[1] is None
    assert len({first[0], first[2], second[0]}) == 3


def test_paragraphs_have_no_hash() -> None:
    assert hashes("x" * LONGEST_HASHED)[0] is not None
    assert hashes("x" * (LONGEST_HASHED + 1)) == [None]


def test_a_reprint_has_the_mark_of_its_story() -> None:
    text = "\n".join(PARAGRAPHS[:5])
    reprint = "Home\nNews\n" + "\r\n\r\n".join(PARAGRAPHS[:5]) + "\nShare\n"
    other = "\n".join(paragraph.replace("tells", "says") for paragraph in PARAGRAPHS)
    story, again, something_else = marks(text, reprint, other)
    assert story == again != something_else


def test_most_edited_reprints_have_the_mark_of_their_story() -> None:
    edited = [
        "\n".join([*PARAGRAPHS[:4], f"In the version of {hour} o'clock, this was told at the end."])
        for hour in range(24)
    ]
    assert len(set(marks(*edited))) < 12


@given(st.lists(st.text("ab \r\n\x1c\u2028", max_size=20), max_size=6))
def test_a_fingerprint_is_the_same_in_every_batch(texts: Sequence[str]) -> None:
    pages = made(*texts)
    together = fingerprint(pages).to_pylist()
    assert together == [row for page in pages for row in fingerprint([page]).to_pylist()]
