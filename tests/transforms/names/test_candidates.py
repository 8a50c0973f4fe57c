import pytest

from dateline.transforms.names.candidates import runs, split_words


def runs_of(text: str) -> list[str]:
    words = split_words(text, 0, len(text))
    return [text[words.starts[first] : words.ends[last - 1]] for first, last in runs(words)]


def test_words_and_gaps_make_the_text() -> None:
    text = "“U.S. Senator Ann Lee's aide"
    words = split_words(text, 0, len(text))
    assert words.texts[:4] == ("U.S.", "Senator", "Ann", "Lee")
    assert "".join(map("".join, zip(words.gaps, words.texts, strict=True))) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("then Ann Lee left", ["Ann Lee"]),
        ("the Bank of the North left", ["Bank of the North"]),
        ("he met Moon Jae-in there", ["Moon Jae-in"]),
        ("on 12 May they left", ["May"]),
        ("Lee, Park", ["Lee", "Park"]),
        ("the Children's Hospital here", ["Children's Hospital"]),
        ("the Supreme People’s Court here", ["Supreme People’s Court"]),
        ("Lee's Park", ["Lee", "Park"]),
        ("X" * 41, []),
    ],
)
def test_where_names_can_be(text: str, expected: list[str]) -> None:
    assert runs_of(text) == expected
