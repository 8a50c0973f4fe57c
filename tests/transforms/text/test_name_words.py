import pytest

from dateline.transforms.text.name_words import words_used_as


def test_words_by_use() -> None:
    assert "president" in words_used_as("title")
    with pytest.raises(KeyError):
        words_used_as("no such use")
