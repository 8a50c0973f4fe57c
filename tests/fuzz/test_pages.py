"""Any bytes are a page or a reason, and any text has rows that point back into it."""

import pytest
from hostile_texts import HOSTILE_TEXTS, PIECES, on_a_page
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.transforms.parsing import parse
from dateline.transforms.text.decode import Decoded, Rejection, decode
from dateline.transforms.text.page import Page

_CHARACTERS = st.text(st.characters(codec="utf-8"), max_size=40)
_TEXTS = st.lists(st.sampled_from(PIECES) | _CHARACTERS, max_size=25).map("".join)
_PAGES = st.builds(lambda text, whole: on_a_page(text) if whole else text, _TEXTS, st.booleans())
_BYTES = st.one_of(
    st.binary(max_size=400),
    st.builds(
        lambda text, encoding: text.encode(encoding, "replace"),
        _TEXTS,
        st.sampled_from(["utf-8", "utf-16", "utf-32", "cp1251", "gb18030", "cp1252", "cp932"]),
    ),
    st.builds(
        lambda text, cut, end: text.encode()[cut:-end],
        _TEXTS,
        st.integers(0, 9),
        st.integers(1, 9),
    ),
)
_LONG = settings(max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))


def assert_decodes(payload: bytes) -> None:
    result = decode(payload)
    assert isinstance(result, Decoded | Rejection)
    if isinstance(result, Decoded):
        assert result.text
        result.text.encode()  # no halves of surrogate pairs


def assert_understood(text: str) -> None:
    parsed = parse(Page("0" * 64, text))
    spans = list(zip(*(parsed.lines[name].to_pylist() for name in ("start", "end")), strict=True))
    assert "".join(text[start:end] for start, end in spans) == text
    for row in (*parsed.quotes.to_pylist(), *parsed.mentions.to_pylist()):
        assert 0 <= row["start"] < row["end"] <= len(text)
    for row in (*parsed.mentions.to_pylist(), *parsed.times.to_pylist()):
        assert text[row["start"] : row["end"]] == row["text"]


@settings(max_examples=100)
@given(_BYTES)
def test_bytes_are_text_or_a_reason(payload: bytes) -> None:
    assert_decodes(payload)


@settings(max_examples=15)
@given(_PAGES)
def test_a_text_has_rows_that_point_into_it(text: str) -> None:
    assert_understood(text)


@pytest.mark.soak
@_LONG
@given(_BYTES)
def test_many_more_bytes(payload: bytes) -> None:
    assert_decodes(payload)


@pytest.mark.soak
@_LONG
@given(_PAGES)
def test_many_more_texts(text: str) -> None:
    assert_understood(text)


@pytest.mark.soak
@pytest.mark.parametrize("kind", HOSTILE_TEXTS, ids=ascii)
def test_each_hostile_text(kind: str) -> None:
    assert_understood(on_a_page(HOSTILE_TEXTS[kind](5000)))
