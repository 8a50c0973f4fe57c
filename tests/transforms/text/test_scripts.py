import pytest

from dateline.transforms.text.scripts import (
    count_read_words,
    count_words,
    is_unspaced,
    is_wholly_unspaced,
    may_be_capital,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The wall falls", 3),
        ("Պատը փլուզվեց", 2),
        ("港の壁が崩れる", 4),
        ("กำแพงท่าเรือพังลง", 9),
        ("", 1),
    ],
)
def test_words_are_counted_with_and_without_spaces(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "expected"), [("", False), ("Wall", False), ("벽이", False), ("GDPの", True)]
)
def test_scripts_without_spaces_are_known(text: str, expected: bool) -> None:
    assert is_unspaced(text) is expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("The wall  falls -\nagain", 5),
        ("Պատը փլուզվեց", 2),
        ("港の壁が崩れた。", 7),
        ("首相は12日、EUの代表と会談した。", 14),
        ("กำแพงพัง", 7),
        ("벽이 무너졌다", 2),
    ],
)
def test_letters_are_words_where_no_spaces_part_them(text: str, words: int) -> None:
    assert count_read_words(text) == words


def test_scripts_without_capitals_have_letters_that_may_be_one() -> None:
    assert all(map(may_be_capital, "AЯՀგبכ山क"))
    assert not any(map(may_be_capital, "aяհ1-"))


def test_a_word_may_be_all_in_letters_without_spaces() -> None:
    assert is_wholly_unspaced("山田")
    assert not is_wholly_unspaced("GDP値")
    assert not is_wholly_unspaced("")
