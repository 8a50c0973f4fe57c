"""Answers are kept while there is room, and CSV opens in spreadsheets without harm."""

import csv
import io
from dataclasses import dataclass
from datetime import date

from dateline.flows.web.answering import KeptAnswers
from dateline.flows.web.rendering import address, as_csv, segment


def test_what_was_read_longest_ago_leaves_first() -> None:
    kept = KeptAnswers(most_bytes=10)
    kept.keep(("a",), b"1234")
    kept.keep(("b",), b"1234")
    assert kept.get(("a",)) == b"1234"
    kept.keep(("c",), b"1234")
    assert [kept.get((name,)) for name in "abc"] == [b"1234", None, b"1234"]
    kept.keep(("a",), b"12")
    kept.keep(("d",), b"1234")
    assert [kept.get((name,)) for name in "acd"] == [b"12", b"1234", b"1234"]
    kept.keep(("e",), b"1" * 11)
    assert kept.get(("e",)) is None


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    day: date | None
    aliases: tuple[str, ...]


def test_a_cell_is_no_formula() -> None:
    rows = [Row("=1+1", date(2026, 3, 1), ("a", "b")), Row('"-quoted"', None, ())]
    read = list(csv.reader(io.StringIO(as_csv(rows).decode())))
    assert read == [
        ["name", "day", "aliases"],
        ["'=1+1", "2026-03-01", '["a", "b"]'],
        ['"-quoted"', "", "[]"],
    ]
    assert as_csv([]) == b""


def test_addresses_hold_any_name() -> None:
    assert segment("person/ana ruiz?#") == "person/ana%20ruiz%3F%23"
    assert address("/at/3", "/articles", {"outlet": "A&B", "page": None, "q": ""}) == (
        "/at/3/articles?outlet=A%26B"
    )
