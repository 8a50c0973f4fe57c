from collections.abc import Callable
from dataclasses import astuple
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from labelled_pages import PARAGRAPH, article_page

from dateline.transforms.article.own_fields import read_own_fields
from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Reading
from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.content import ArticleField

PAGE = article_page(("headline", "A ship is late"), ("body", PARAGRAPH))
LENGTH = len(PAGE.page.text)


def rows(read: Callable[[ArticlePage], Any]) -> list[tuple[Any, ...]]:
    found = list(read_own_fields(PAGE, {"topic": read}))
    assert to_arrow(ArticleField, found).num_rows == len(found)
    assert {(row.document_id, row.field) for row in found} == {("page", "topic")}
    return [astuple(row)[2:] for row in found]


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (
            Reading("ship", "stated", ((2, 6),), confidence=0.75),
            [(0, "ship", 2, 6, "stated", None, 0.75)],
        ),
        (Reading(date(2026, 5, 4), "url"), [(0, "2026-05-04", None, None, "url", None, None)]),
        (Reading(12, "", ((7, 9), (2, 6))), [(0, "12", 2, 9, "", None, None)]),
        (
            Reading(("ship", "late"), "stated", ((2, 6), (10, 14))),
            [
                (0, "ship", 2, 6, "stated", None, None),
                (1, "late", 10, 14, "stated", None, None),
            ],
        ),
        (
            Reading(("ship", "late"), "inferred", ((2, 6),)),
            [
                (0, "ship", None, None, "inferred", None, None),
                (1, "late", None, None, "inferred", None, None),
            ],
        ),
        (Reading(None, "it names none"), [(0, None, None, None, None, "it names none", None)]),
        (Reading((), "it names none"), [(0, None, None, None, None, "it names none", None)]),
        (Reading(None, ""), [(0, None, None, None, None, "no reason was given", None)]),
    ],
)
def test_a_reading_becomes_a_row_for_each_value(
    reading: Reading[Any], expected: list[tuple[Any, ...]]
) -> None:
    assert rows(lambda _: reading) == expected


def raising(page: ArticlePage) -> Reading[str]:
    raise KeyError("no such paragraph")


@pytest.mark.parametrize(
    ("read", "reason"),
    [
        (raising, "KeyError: 'no such paragraph'"),
        (lambda _: "ship", "TypeError: a field must be read as a Reading and is str"),
        (lambda _: Reading("ship", "stated", ((3, 3),)), "ValueError: the span 3 to 3 is empty"),
        (lambda _: Reading("x", "stated", ((0, LENGTH + 1),)), "ValueError: the span 0 to"),
        (lambda _: Reading("x", "stated", confidence=1.1), "ValueError: the confidence 1.1"),
        (lambda _: Reading("x", "stated", confidence=float("nan")), "ValueError: the confidence"),
        (lambda _: Reading("x", "stated", ("here",)), "ValueError: "),  # type: ignore[arg-type]
    ],
)
def test_what_a_function_does_wrong_is_the_reason(
    read: Callable[[ArticlePage], Any], reason: str
) -> None:
    ((position, *values, said, confidence),) = rows(read)
    assert (position, values, confidence) == (0, [None] * 4, None)
    assert said.startswith(reason)


def test_one_field_that_fails_leaves_the_others() -> None:
    read = {"a": raising, "b": lambda _: Reading("ship", "stated")}
    assert [(row.field, row.value) for row in read_own_fields(PAGE, read)] == [
        ("a", None),
        ("b", "ship"),
    ]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner).map(tuple),
    max_leaves=5,
)


@given(anything, anything, st.lists(st.tuples(st.integers(), st.integers())), anything)
def test_whatever_a_function_gives_can_be_stored(
    value: object, basis: Any, spans: list[tuple[int, int]], confidence: Any
) -> None:
    for _, _, start, end, basis_kept, reason, kept in rows(
        lambda _: Reading(value, basis, tuple(spans), confidence=confidence)
    ):
        assert (start is None and end is None) or 0 <= start < end <= LENGTH
        assert kept is None or 0 <= kept <= 1
        assert (basis_kept is None) != (reason is None)
