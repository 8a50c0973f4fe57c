import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.text.person_names import agencies, is_known_name, is_likely_name, name_at


def name(text: str, *, may_be_one_word: bool = False) -> str | None:
    span = name_at(text, 0, len(text), may_be_one_word=may_be_one_word)
    return span and text[slice(*span)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Berger", "Anna Berger"),
        ("  (Anna Berger", "Anna Berger"),
        ("Anna da Costa", "Anna da Costa"),
        ("J.R. Smith Jr.", "J.R. Smith Jr."),
        ("Anna Berger.", "Anna Berger"),
        ("Anna Berger Senior Editor", "Anna Berger"),
        ("Anna Berger 3 pm", "Anna Berger"),
        ("Anna Berger went home", None),
        ("anna berger", None),
        ("Anna", None),
        ("Reuters", None),
        ("Harbour BBCnews", None),
        ("Za Zb Zc Zd Ze Zf", None),
        ("", None),
    ],
)
def test_the_name_that_a_text_begins_with(text: str, expected: str | None) -> None:
    assert name(text) == expected


def test_one_word_is_enough_where_a_lead_announces_it() -> None:
    assert name("Zyxa", may_be_one_word=True) == "Zyxa"
    assert name("Zyxa went home", may_be_one_word=True) is None
    assert name("Zy", may_be_one_word=True) is None


@given(st.text(alphabet="AnLee.-' ", max_size=70), st.booleans())
def test_a_name_is_a_stretch_that_begins_with_a_capital(text: str, one_word: bool) -> None:
    span = name_at(text, 0, len(text), may_be_one_word=one_word)
    if span is not None:
        assert 0 <= span[0] < span[1] <= len(text)
        assert text[span[0]].isupper()


def test_known_names_have_a_listed_word_or_an_initial() -> None:
    assert is_known_name("Anna Qorvath")
    assert is_known_name("Z. Qorvath")
    assert not is_known_name("Zyxa Qorvath")
    assert not is_known_name("Anna Young")


def test_ordinary_words_are_no_likely_name() -> None:
    assert is_likely_name("Zyxa Qorvath", is_english=True)
    assert is_likely_name("Anna Young", is_english=True)
    assert not is_likely_name("Climate Change", is_english=True)
    assert not is_likely_name("Weitere Informationen", is_english=False)


def test_agencies_are_words_of_their_names_and_no_roles() -> None:
    assert {"afp", "reuters"} <= agencies()
    assert "reporter" not in agencies()


@pytest.mark.parametrize(
    "known", ["Вера Лукина", "Νίκος Γεωργίου", "ლელა ბერიძე", "李文華", "鈴木花子", "김수현"]
)
def test_names_in_other_letters_are_known_by_their_own_lists(known: str) -> None:
    assert is_known_name(known)
    assert is_likely_name(known, is_english=False)


@pytest.mark.parametrize(
    "other", ["Новости спорта", "Τελευταία νέα", "სხვა ამბები", "新着記事一覧"]
)
def test_other_words_in_other_letters_are_no_known_names(other: str) -> None:
    assert not is_known_name(other)
