import pytest

from dateline.transforms.names.candidates import split_words
from dateline.transforms.names.roles import role_after, role_before


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("the Deputy Minister of Defence Ann Lee", "Ann", "Deputy Minister of Defence"),
        ("the French President Ann Lee", "Ann", "French President"),
        ("President of Peru Ann Lee", "Ann", "President of Peru"),
        ("the book of Ann Lee", "Ann", None),
    ],
)
def test_role_before_a_name(text: str, name: str, role: str | None) -> None:
    words = split_words(text, 0, len(text))
    found = role_before(words, words.texts.index(name), ())
    assert (" ".join(words.texts[found.first : found.last]) if found else None) == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Lee, the director of a bank, left", "director of a bank"),
        ("Lee, father of three, left", None),
        ("Lee, who is director, left", None),
        ("Lee and the director left", None),
    ],
)
def test_role_behind_a_name(text: str, role: str | None) -> None:
    words = split_words(text, 0, len(text))
    found = role_after(words, 1, ())
    assert (" ".join(words.texts[found.first : found.last]) if found else None) == role
