import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.text.characters import (
    BUCKETS,
    CASELESS,
    COMMA,
    DIGIT,
    LONGEST_MEASURED,
    LOWER,
    MARK,
    QUOTE,
    STOP,
    SYMBOL,
    UNSPACED,
    UPPER,
    bucket,
    characters_of,
    words_of,
)

lines = st.lists(st.text(st.characters(exclude_characters="\n"), max_size=20), max_size=6)


@pytest.mark.parametrize(
    ("character", "classes"),
    [
        ("A", UPPER),
        ("é", LOWER),
        ("字", CASELESS | UNSPACED),
        ("ش", CASELESS),
        ("კ", CASELESS),
        ("ք", LOWER),
        ("。", MARK | STOP),
        ("٣", DIGIT),
        (".", MARK | STOP),
        ("،", MARK | COMMA),
        ("“", MARK | QUOTE),
        ("|", MARK | SYMBOL),
        (" ", 0),
    ],
)
def test_classes_of_characters(character: str, classes: int) -> None:
    assert characters_of([character]).classes[0] == classes


@given(lines)
def test_each_line_has_its_characters(texts: list[str]) -> None:
    characters = characters_of(texts)
    found = [
        "".join(map(chr, characters.points[start:end]))
        for start, end in zip(characters.start, characters.end, strict=True)
    ]
    assert [len(text) for text in found] == [len(text) for text in texts]
    for text, line in zip(texts, found, strict=True):
        assert all(a == b or ord(a) > 0xFFFF for a, b in zip(text, line, strict=True))


def test_a_line_is_measured_by_its_first_characters() -> None:
    characters = characters_of(["x" * (LONGEST_MEASURED + 5), "y"])
    assert (characters.end - characters.start).tolist() == [LONGEST_MEASURED, 1]


def test_counts_are_those_of_each_line() -> None:
    characters = characters_of(["ab1", "", "2 3"])
    assert characters.count(characters.has(DIGIT)).tolist() == [1, 0, 2]
    assert characters.count(characters.has(DIGIT | LOWER)).tolist() == [3, 0, 2]


def test_words_are_runs_of_letters_and_digits() -> None:
    words = words_of(characters_of(["Don't stop", "", "3 men"]))
    assert words.line.tolist() == [0, 0, 0, 2, 2]
    assert words.length.tolist() == [3, 1, 4, 1, 3]
    assert words.opening.tolist() == [UPPER, LOWER, LOWER, DIGIT, LOWER]


@given(st.text("abcXYZ", min_size=1, max_size=8), lines)
def test_a_word_hashes_alike_wherever_it_stands_and_in_any_case(
    word: str, before: list[str]
) -> None:
    alone = words_of(characters_of([word])).hash[0]
    assert words_of(characters_of([*before, f"({word.swapcase()})"])).hash[-1] == alone


def test_digits_hash_alike_and_other_words_do_not() -> None:
    hashes = words_of(characters_of(["12 34 ab ba"])).hash
    assert hashes[0] == hashes[1]
    assert len(set(hashes.tolist())) == 3


@given(st.lists(st.integers(0, 2**64 - 1)))
def test_a_bucket_is_a_row_of_the_table(values: list[int]) -> None:
    rows = bucket(np.array(values, np.uint64))
    assert ((rows >= 0) & (rows < BUCKETS)).all()
