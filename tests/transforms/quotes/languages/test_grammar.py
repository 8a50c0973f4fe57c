from collections import Counter

import pytest
from made_sentences_of_languages import grammar

from dateline.seeds import lexicon
from dateline.transforms.quotes.languages.grammar import (
    Apostrophe,
    WordOrder,
    grammar_of,
    known_grammar,
)
from dateline.transforms.quotes.languages.word_kinds import WordKind

LANGUAGES = [row["language"] for row in lexicon("quoting_languages")]


def test_a_language_without_a_row_has_no_grammar() -> None:
    assert grammar_of("en") is None
    assert grammar_of(None) is None
    with pytest.raises(KeyError):
        known_grammar("en")


def test_a_tag_with_a_script_is_its_language() -> None:
    assert grammar_of("az-Cyrl") is grammar_of("az")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_what_attributes(language: str) -> None:
    kinds = {kind for entries in grammar(language).expressions.values() for _, kind in entries}
    assert {WordKind.SPEECH_VERB, WordKind.PRONOUN, WordKind.TITLE} <= kinds


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_has_two_uses(language: str) -> None:
    uses = Counter(
        (first, rest)
        for first, entries in grammar(language).expressions.items()
        for rest, _ in entries
    )
    assert [entry for entry, count in uses.items() if count > 1] == []


@pytest.mark.parametrize("subject", ["quoting_words", "name_endings", "country_words"])
def test_rows_are_of_a_language_that_is_described(subject: str) -> None:
    assert {row["language"] for row in lexicon(subject)} <= set(LANGUAGES)


def test_the_key_of_a_word_has_small_letters_of_its_language() -> None:
    assert grammar("tr").key("IŞIK İN") == "ışık in"
    assert grammar("ru").key("ЁЛКА") == "елка"
    assert grammar("hy").key("Ի՞նչ") == "ինչ"


def test_a_country_is_known_in_any_case() -> None:
    assert grammar("ru").is_country("армении")
    assert not grammar("ru").is_country("арменов")
    assert not grammar("ru").is_country("петров")


def test_a_pronoun_is_known_by_itself() -> None:
    assert grammar("ru").is_pronoun("Её")
    assert not grammar("ru").is_pronoun("словам")


def test_every_order_and_apostrophe_occurs() -> None:
    assert {grammar(language).order for language in LANGUAGES} == set(WordOrder)
    assert {grammar(language).apostrophe for language in LANGUAGES} == set(Apostrophe)
