import pytest

from dateline.transforms.text.scripts import count_words, is_unspaced


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
