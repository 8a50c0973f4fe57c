import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.text.heads import match_head, search_head

TOKENS = re.compile(r"\w+")
TEXTS = st.text(alphabet=st.sampled_from("ab12 .,"), max_size=60)


@given(TEXTS, st.integers(min_value=1, max_value=40))
def test_a_match_is_one_of_the_whole_text(text: str, size: int) -> None:
    whole = {match.span() for match in TOKENS.finditer(text)}
    for found in (search_head(TOKENS, text, size), match_head(TOKENS, text, size)):
        assert found is None or found.span() in whole


@given(TEXTS, st.integers(min_value=1, max_value=40))
def test_a_match_that_is_short_is_found_as_in_the_whole_text(text: str, size: int) -> None:
    whole = TOKENS.search(text)
    found = search_head(TOKENS, text, size)
    if whole and whole.start() < size and whole.end() < 2 * size:
        assert found is not None
        assert found.span() == whole.span()


@pytest.mark.parametrize(
    ("text", "expected"), [("12 345678", (0, 2)), ("   345678", None), ("  34", (2, 4))]
)
def test_a_match_that_the_limit_ends_is_none(text: str, expected: tuple[int, int] | None) -> None:
    found = search_head(TOKENS, text, 4)
    assert (found and found.span()) == expected
