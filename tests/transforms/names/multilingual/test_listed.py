import pytest

from dateline.transforms.names.multilingual.listed import (
    ListedReader,
    lists_names,
    lists_people,
)
from dateline.transforms.names.multilingual.tokens import tokens_of


def names(language: str, text: str) -> list[tuple[str, str]]:
    """The names of a text, as written, with their kinds."""
    tokens = tokens_of(text, 0, len(text))
    return [
        (text[tokens.starts[one.first] : tokens.starts[one.last - 1] + one.last_length], one.kind)
        for one in ListedReader(language).names(tokens)
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("az", "Nazir Elçin Quliyevin sözləri", [("Elçin Quliyevin", "person")]),
        (
            "az",
            "Elçin Quliyev İspaniyanın klubuna keçib",
            [("Elçin Quliyev", "person"), ("İspaniyanın", "place")],
        ),
        ("az", "İlqar Sabir oğlu Quliyev gəldi", [("İlqar Sabir oğlu Quliyev", "person")]),
        (
            "tr",
            "Bakan Luca Ferri'nin Almanya ziyareti",
            [("Luca Ferri", "person"), ("Almanya", "place")],
        ),
        ("tr", "Fransa'da ve Almanya'da", [("Fransa", "place"), ("Almanya", "place")]),
        (
            "uk",
            "Міністр України Ольга Бондаренко",
            [("України", "place"), ("Ольга Бондаренко", "person")],
        ),
        (
            "uk",
            "з Ольгою Бондаренко у Києві",
            [("Ольгою Бондаренко", "person"), ("Києві", "place")],
        ),
        ("ka", "ირაკლი ვაშაძემ ბათუმში თქვა", [("ირაკლი ვაშაძემ", "person"), ("ბათუმში", "place")]),
        ("fa", "وزیر خارجه ارمنستان در تهران", [("ارمنستان", "place"), ("تهران", "place")]),
        ("ar", "وصل إلى أرمينيا أمس", [("أرمينيا", "place")]),
        (
            "de",
            "Sie fuhr nach Saudi-Arabien und Frankreich",
            [("Saudi-Arabien", "place"), ("Frankreich", "place")],
        ),
        ("es", "en Arabia Saudí y Francia", [("Arabia Saudí", "place"), ("Francia", "place")]),
    ],
)
def test_what_lexicons_vouch_for_is_a_name_with_its_own_ends(
    language: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert names(language, text) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # A surname alone, and words with capitals that nothing vouches for.
        ("az", "Quliyev gəldi"),
        ("tr", "Yeni Yol Partisi toplandı"),
        # Cities inside other names.
        ("uk", "Олександр Харків приїхав"),
        # Words of other uses.
        ("fr", "une Nice journée"),
        ("ar", "نظام مالي جديد"),
        ("ka", "საინტერესო ამბავი"),
        ("xx", "Elçin Quliyev"),
        ("az", ""),
    ],
)
def test_where_nothing_vouches_for_a_name_there_is_none(language: str, text: str) -> None:
    assert names(language, text) == []


def test_languages_have_places_and_some_have_people() -> None:
    assert lists_names("de")
    assert not lists_people("de")
    assert lists_people("az")
    assert not lists_names("en")


@pytest.mark.parametrize("unit", ["Elçin ", "ა ", "nazir ", "Elçin oğlu ", "A'"])
def test_a_long_text_without_names_is_read(unit: str) -> None:
    assert len(names("az", unit * 20_000)) < 20_000
