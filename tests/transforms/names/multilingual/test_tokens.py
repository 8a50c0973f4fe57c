import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.names.multilingual.tokens import (
    head_of,
    pieces_of,
    starts_sentence,
    tokens_of,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "«Ո՞վ գիտի, – ասաց 168.am-ը։",
            ["«", "Ո՞վ", "գիտի", ",", "–", "ասաց", "168.am-ը", "։"],
        ),
        ("в Нью-Йорке, А. С.", ["в", "Нью-Йорке", ",", "А", ".", "С", "."]),
        ("արդյո՞ք ՆԱՏՕ-ում", ["արդյո՞ք", "ՆԱՏՕ-ում"]),
        ("", []),
    ],
)
def test_words_keep_their_inner_marks_and_other_marks_stand_alone(
    text: str, expected: list[str]
) -> None:
    assert list(tokens_of(text, 0, len(text)).texts) == expected


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_tokens_slice_to_the_text_in_order(text: str, start: int, length: int) -> None:
    tokens = tokens_of(text, start, start + length)
    end = start
    for token, first, last in zip(tokens.texts, tokens.starts, tokens.ends, strict=True):
        assert end <= first < last <= start + length
        assert text[first:last].startswith(token)
        assert not any(c.isspace() for c in token)
        end = last


def test_a_very_long_word_is_one_token() -> None:
    text = "a" * 1_000_000
    tokens = tokens_of(text, 0, len(text))
    assert tokens.ends == (1_000_000,)
    assert len(tokens.texts[0]) < 100


@pytest.mark.parametrize(
    ("word", "head"),
    [("ՆԱՏՕ-ում", "ՆԱՏՕ"), ("Нью-Йорк", "Нью-Йорк"), ("премьер-министр", "премьер-министр")],
)
def test_only_an_ending_behind_a_hyphen_is_left_out(word: str, head: str) -> None:
    assert head_of(word) == head


def test_a_sentence_starts_behind_its_end_and_inside_quotation_marks() -> None:
    tokens = ["Да", ".", "Нет", "и", "«", "Мост"]
    assert [starts_sentence(tokens, index) for index in (0, 2, 3, 5)] == [True, True, False, True]


@pytest.mark.parametrize("text", ["мост ", "Мост. Река и город. ", "."])
def test_a_long_passage_is_cut_behind_sentences_and_nothing_is_lost(text: str) -> None:
    tokens = tokens_of(text * 3_000, 0, len(text) * 3_000)
    pieces = list(pieces_of(tokens))
    assert tuple(start for piece in pieces for start in piece.starts) == tokens.starts
    assert all(0 < len(piece.texts) <= 1_000 for piece in pieces)
    if "." in text:
        assert all(piece.texts[-1] == "." for piece in pieces)
    assert list(pieces_of(tokens_of("", 0, 0))) == []
