import pytest
from made_sentences_of_languages import read

from dateline.transforms.quotes.languages.attribution import Link


def link(language: str, text: str) -> Link | None:
    sentence = read(language, text)
    quotation = next(i for i, word in enumerate(sentence.words) if word.quoted)
    attributed = sentence.attribute(quotation)
    return None if attributed is None else attributed.link


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "«Мы остаёмся в городе», — сказал Сомов.", Link.AFTER),
        ("ru", "Сомов сказал: «Мы остаёмся в городе».", Link.BEFORE),
        ("ru", "Сомов сказал, что «остаётся в городе».", Link.LOOSE_BEFORE),
        ("ru", "«Остаться в городе» решил он, но потом сказал обратное.", Link.LOOSE_AFTER),
        ("ru", "По словам Сомова, «все остаются в городе».", Link.ACCORDING),
        ("ru", "Все «остаются в городе».", None),
    ],
)
def test_how_a_cue_stands_to_a_quotation(language: str, text: str, expected: Link | None) -> None:
    assert link(language, text) is expected


def test_a_colon_leads_more_surely_than_a_verb_behind() -> None:
    sentence = read("ru", "Сомов сказал: «Мы остаёмся», — добавил Перов.")
    quotation = next(i for i, word in enumerate(sentence.words) if word.quoted)
    attributed = sentence.attribute(quotation)
    assert attributed is not None
    assert attributed.link is Link.BEFORE


def test_another_quotation_between_bars_a_cue() -> None:
    sentence = read(
        "ru", "Сомов сказал: «Мы остаёмся здесь все до утра», а «вы все уходите отсюда»."
    )
    last = max(i for i, word in enumerate(sentence.words) if word.quoted)
    assert sentence.attribute(last) is None


def test_a_sentence_that_ends_with_a_colon_leads() -> None:
    lead = read("ru", "Сомов сказал:").lead()
    assert lead is not None
    assert lead.speaker is not None
    assert read("ru", "Сомов сказал это.").lead() is None
