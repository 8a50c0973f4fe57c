"""Stems say which words are forms of one, in each language, and look like no word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.warehouse.search.word_forms import QueryForms, stems_in
from dateline.warehouse.search.words import folded

LANGUAGES = ("ar", "de", "el", "en", "fr", "hy", "nb", "ru", "tr")


@pytest.mark.parametrize(
    ("language", "word", "other", "are_forms"),
    [
        ("en", "Negotiation", "negotiating", True),
        ("en", "talks", "talk", True),
        ("en", "army", "arms", False),
        ("en", "of", "of", False),
        ("en", "1990", "1990s", False),
        ("fr", "négociations", "NEGOCIATION", True),
        ("ru", "переговоры", "переговорах", True),
        ("nb", "forhandlinger", "forhandling", True),
        ("xx", "talks", "talk", False),
        (None, "talks", "talk", False),
    ],
)
def test_forms_of_a_word(language: str | None, word: str, other: str, are_forms: bool) -> None:
    forms = QueryForms([language or "en", "de"])
    assert forms.are_forms(word, other, language) == are_forms
    assert forms.are_forms(other, word, language) == are_forms


@pytest.mark.parametrize("language", [None, "", "eng", "zh", "ka", "e", "\0"])
def test_a_language_without_a_stemmer_has_no_stems(language: str | None) -> None:
    assert stems_in(language) is None
    assert QueryForms([language or ""]).stems("talks") == []


@given(st.text(min_size=1), st.sampled_from(LANGUAGES))
def test_a_stem_is_no_word_of_any_text(word: str, language: str) -> None:
    stems_of = stems_in(language)
    assert stems_of is not None
    for stem in stems_of(word).split():
        assert stem not in folded(f"{word} {stem}").split()
