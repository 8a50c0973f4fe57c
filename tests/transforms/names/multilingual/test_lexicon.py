import pytest

from dateline.transforms.names.multilingual.lexicon import (
    articles_before_nouns,
    genders_of_given_names,
    is_listed_given_name,
    is_listed_surname,
    listed_names,
    listed_places,
    uses_of,
    words_for,
)


@pytest.mark.parametrize(
    ("language", "word", "use"),
    [
        ("ru", "Болгарии", "form_of_country"),
        ("ru", "БОЛГАРИЯ", "country"),
        ("ru", "Ольгой", "form_of_given"),
        ("hy", "Լիտվա", "country"),
        ("hy", "Լիտվայում", "form_of_country"),
    ],
)
def test_a_listed_name_is_known_in_any_of_its_forms(language: str, word: str, use: str) -> None:
    assert use in uses_of(language, word)


def test_a_word_of_a_longer_name_is_a_part_of_it() -> None:
    assert "part_of_country" in listed_names("ru")["Саудовская"]
    assert "Саудовская Аравия" in listed_places("ru")


def test_what_no_lexicon_has_is_listed_as_nothing() -> None:
    assert uses_of("ru", "Тумбочка") == ()
    assert uses_of("xx", "Ольга") == ()
    assert words_for("xx", "surname_ending") == frozenset()


def test_people_are_listed_with_their_gender_or_known_by_their_surname() -> None:
    assert genders_of_given_names("ru")["Ольга"] == "female"
    assert is_listed_given_name("ru", "Ольга")
    assert not is_listed_given_name("ru", "Ольги")
    assert is_listed_surname("hy", "Վրանյան")
    assert not is_listed_surname("hy", "Վրան")


def test_articles_are_known_where_nouns_have_capitals() -> None:
    assert {"das", "einem"} <= articles_before_nouns("de")
    assert not articles_before_nouns("fr")
    assert not articles_before_nouns("xx")
