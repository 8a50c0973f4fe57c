import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sentences_of_languages import grammar

from dateline.transforms.quotes.languages.dashes import DASH_MARK, find_spoken
from dateline.transforms.quotes.quotation_marks import find_quoted


def spoken(language: str, text: str) -> list[str]:
    quoted = find_quoted(text, 0, len(text))
    found = find_spoken(text, 0, len(text), quoted, grammar(language))
    return [text[item.start : item.end] for item in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("— Мы остаёмся, — сказал Сомов.", ["Мы остаёмся"]),
        ("- Мы остаёмся! - сказал Сомов.", ["Мы остаёмся!"]),
        ("— Мы остаёмся, — сказал Сомов. — Работа есть.", ["Мы остаёмся", "Работа есть."]),
        ("— Мосты и дороги области", []),
        ("Сомов — это наш мэр, — сказал Перов.", []),
        (
            "«Мы остаёмся, — сказал Сомов. — Работа есть», и ушёл.",
            ["Мы остаёмся", "Работа есть"],
        ),
        ("«Мы — это город», — сказал Сомов.", ["Мы — это город"]),
    ],
)
def test_what_is_spoken(text: str, expected: list[str]) -> None:
    assert spoken("ru", text) == expected


def test_parts_of_one_quotation_go_on() -> None:
    text = "«Мы здесь, — сказал Сомов. — Работа есть»."
    first, last = find_spoken(text, 0, len(text), find_quoted(text, 0, len(text)), grammar("ru"))
    assert (first.mark, first.closed, last.closed) == (DASH_MARK, False, True)
    assert (first.outer_start, last.outer_end) == (0, len(text) - 1)


PARTS = st.lists(st.sampled_from(["— ", "Мы", ", ", "сказал", " Сомов", ". ", "«", "»", "!"]))


@given(PARTS)
def test_what_is_spoken_stands_in_order_inside_the_passage(parts: list[str]) -> None:
    text = "".join(parts)
    at = 0
    for item in find_spoken(text, 0, len(text), find_quoted(text, 0, len(text)), grammar("ru")):
        assert at <= item.outer_start <= item.start < item.end <= item.outer_end <= len(text)
        at = item.outer_end
