import pytest

from dateline.transforms.quotes.cues import STRENGTHS
from dateline.transforms.quotes.reporting_verbs import reporting_nouns, reporting_verbs


@pytest.mark.parametrize(
    ("word", "lemma", "form"),
    [
        ("said", "say", "past"),
        ("says", "say", "present"),
        ("saying", "say", "ing"),
        ("denies", "deny", "present"),
        ("denied", "deny", "past"),
        ("noting", "note", "ing"),
        ("wrote", "write", "past"),
        ("written", "write", "participle"),
        ("admitted", "admit", "past"),
    ],
)
def test_forms_of_verbs(word: str, lemma: str, form: str) -> None:
    verb = reporting_verbs()[word]
    assert (verb.lemma, verb.form) == (lemma, form)


def test_every_kind_of_verb_has_a_strength() -> None:
    assert {verb.kind for verb in reporting_verbs().values()} == set(STRENGTHS)


def test_nouns_for_what_is_said() -> None:
    assert "remark" in reporting_nouns()
    assert "table" not in reporting_nouns()
