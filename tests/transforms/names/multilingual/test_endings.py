import pytest

from dateline.seeds import lexicon
from dateline.transforms.names.multilingual.endings import agrees_in_case, base_forms, is_vowel


@pytest.mark.parametrize(
    ("language", "use", "word", "base"),
    [
        ("ru", "surname", "Соколовой", "Соколова"),
        ("ru", "surname", "Морозовым", "Морозов"),
        ("ru", "place", "Болгарии", "Болгария"),
        ("uk", "surname", "Бондаренка", "Бондаренко"),
        ("hy", "surname", "Գրիգորյանին", "Գրիգորյան"),
        ("hy", "place", "Գյումրիում", "Գյումրիում"),
        ("az", "place", "İspaniyanın", "İspaniya"),
        ("tr", "place", "Ankara'da", "Ankara'da"),
        ("ka", "place", "ბათუმში", "ბათუმი"),
    ],
)
def test_a_word_has_the_base_form_that_its_ending_leaves(
    language: str, use: str, word: str, base: str
) -> None:
    found = {form.text for form in base_forms(language, use, word)}
    assert (base in found) is (base != word)


def test_an_ending_needs_the_letter_before_it() -> None:
    assert "Мария" not in {form.text for form in base_forms("hy", "surname", "Մարիա")}
    assert not any(
        form.text == "Анн" for form in base_forms("ru", "given", "Анне") if form.gender == "female"
    )


def test_gender_tells_the_readings_of_one_ending_apart() -> None:
    found = {(form.text, form.gender) for form in base_forms("ru", "surname", "Соколова")}
    assert ("Соколов", "male") in found


@pytest.mark.parametrize(("language", "agrees"), [("ru", True), ("uk", True), ("hy", False)])
def test_all_words_of_a_name_bend_where_endings_are_told_by_gender(
    language: str, agrees: bool
) -> None:
    assert agrees_in_case(language) is agrees


def test_no_ending_is_known_twice_and_each_leaves_letters_of_its_language() -> None:
    rows = [tuple(row.values()) for row in lexicon("name_endings")]
    assert len(rows) == len(set(rows))
    uses = {(row["use"], bool(row["case"])) for row in lexicon("name_endings")}
    of_names = {(use, True) for use in ("given", "surname", "place", "organisation")}
    of_speakers = {(use, False) for use in ("subject", "governed", "oblique", "patronymic")}
    assert uses == of_names | of_speakers


def test_vowels_of_all_alphabets_are_vowels() -> None:
    assert all(map(is_vowel, "аիაə"))
    assert not any(map(is_vowel, "бնბv"))
