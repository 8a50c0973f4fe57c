"""Whatever is typed becomes words, and words are found however they are spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.warehouse.search.words import (
    Phrase,
    SearchQueryError,
    folded,
    matches,
    parse_query,
    words_of,
)


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("south caucasus", ["south", "caucasus"], []),
        ('"south caucasus" peace', ["south caucasus", "peace"], []),
        ("“south caucasus”", ["south caucasus"], []),
        ("peace -war", ["peace"], ["war"]),
        ('peace -"cold war"', ["peace"], ["cold war"]),
        ("U.S.", ["u s"], []),
        ("state-of-the-art", ["state of the art"], []),
        ("negotiat*", ["negotiat*"], []),
        ('"negotiat*"', ["negotiat"], []),
        ("NEAR(a b, 2) OR NOT headline:x", ["near a", "b", "2", "or", "not", "headline x"], []),
        ('peace "unclosed phrase', ["peace", "unclosed phrase"], []),
        ('peace ) ( * - -- "" ^ {} \'', ["peace"], []),
        ("Tromsø CAFÉ cafe\u0301 Straße Ərəb", ["tromso", "cafe", "cafe", "strasse", "arab"], []),
        ("和平条约", ["和 平 条 约"], []),
        ("peace\0war \udce9", ["peace war"], []),
    ],
)
def test_a_query_is_read(typed: str, wanted: list[str], unwanted: list[str]) -> None:
    def plain(phrases: tuple[Phrase, ...]) -> list[str]:
        return [" ".join(p.words) + ("*" if p.is_prefix else "") for p in phrases]

    query = parse_query(typed)
    assert (plain(query.wanted), plain(query.unwanted)) == (wanted, unwanted)


@pytest.mark.parametrize("typed", ["", "  ", '"', "-", "-war", '-"cold war"', "€ 😀 ¿?", "\udce9"])
def test_a_query_without_a_word_to_look_for_is_refused(typed: str) -> None:
    with pytest.raises(SearchQueryError, match="no word to search for"):
        parse_query(typed)


def test_a_query_of_too_many_words_is_refused() -> None:
    assert len(parse_query("a " * 100).wanted) == 100
    with pytest.raises(SearchQueryError, match="too many words to search for: 101"):
        parse_query("a " * 101)


@given(st.text())
def test_every_word_of_a_text_is_found_where_it_stands(text: str) -> None:
    assert " ".join(word for word, _, _ in words_of(text)) == folded(text)
    for word, start, end in words_of(text):
        assert any(m.start <= start < end <= m.end for m in matches([Phrase((word,))], text))


def test_matches_are_told_apart_and_do_not_overlap() -> None:
    phrases = parse_query('"new york" york brid*').wanted
    text = "New York’s bridges. York, BRIDGE; Bri"
    found = [(text[m.start : m.end], m.phrase) for m in matches(phrases, text)]
    assert found == [("New York", 0), ("bridges", 2), ("York", 1), ("BRIDGE", 2)]
