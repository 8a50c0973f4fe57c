import pytest

from dateline.transforms.text.outlets import is_outlet_word, names_outlet


@pytest.mark.parametrize("word", ["times", "reuters's", "harbour.example.com", "news.am"])
def test_words_of_outlets_and_names_of_sites(word: str) -> None:
    assert is_outlet_word(word)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("The Harbour Times", True),
        ("News.am", True),
        ("Foreign Ministry", False),
        ("U.S.", False),
        ("Harbour.az", True),
        ("the Harbour Times", True),
        ("Ann Lee", False),
    ],
)
def test_a_name_of_an_outlet_holds_one_of_its_words(name: str, expected: bool) -> None:
    assert names_outlet(name) is expected
