from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.stories.shingles import SHINGLE_WORDS, Shingles, ranges, shingle

WORDS = ["one", "two", "three", "four", "five", "six", "seven"]


def sets(shingles: Shingles) -> list[set[int]]:
    bounds = shingles.offsets
    return [set(shingles.hashes[bounds[n] : bounds[n + 1]].tolist()) for n in range(len(shingles))]


def specifics(text: str) -> int:
    return len(shingle([text]).specifics)


def test_case_layout_and_punctuation_make_no_difference() -> None:
    made = sets(shingle(["The quick brown fox, 3 dogs", "THE quick\n\nbrown “fox” — ٣ dogs!"]))
    assert made[0] == made[1]
    assert len(made[0]) == 3


def test_a_text_has_as_many_shingles_as_runs_of_words() -> None:
    text = " ".join(WORDS)
    assert len(sets(shingle([text]))[0]) == len(WORDS) - SHINGLE_WORDS + 1
    assert sets(shingle(["", "one two three", text, "…"]))[0] == set()
    assert sets(shingle(["", "one two three", text, "…"]))[1] == set()


def test_the_order_of_words_is_told() -> None:
    made = sets(shingle(["one two three four", "four three two one"]))
    assert not made[0] & made[1]


def test_an_ideograph_is_a_word() -> None:
    made = sets(shingle(["東京都は発表した", "東京都は、発表", "a東京b"]))
    assert [len(one) for one in made] == [5, 3, 1]
    assert made[1] < made[0]


def test_numbers_and_names_are_specific_and_first_words_are_not() -> None:
    assert specifics("Rain fell. Prices rose again.") == 0
    assert specifics("“We saw Ana Ruiz in 1999,” he said.") == 3
    assert specifics("Ana saw 3 and 3") == 1


@given(st.lists(st.text(st.sampled_from("aB1 .é東\ud800\n"), max_size=40), max_size=6))
def test_texts_beside_a_text_make_no_difference(texts: list[str]) -> None:
    together = sets(shingle(texts))
    assert together == [sets(shingle([text]))[0] for text in texts]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), max_size=8))
def test_ranges_are_those_of_python(parts: list[tuple[int, int]]) -> None:
    import numpy as np

    starts, sizes = (np.array([part[n] for part in parts], np.int64) for n in (0, 1))
    expected = [index for start, size in parts for index in range(start, start + size)]
    assert ranges(starts, sizes).tolist() == expected


def test_a_long_batch_is_hashed_in_parts() -> None:
    text = " ".join(WORDS)
    texts = [text, *[f"{text} {'x' * 3_000} {number}" for number in range(200)], text]
    made = sets(shingle(texts))
    assert made[0] == made[-1] == sets(shingle([text]))[0]
    assert len(set(map(frozenset, made))) == 201
