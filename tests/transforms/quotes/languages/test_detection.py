import pytest
from made_sentences_of_languages import grammar, read

from dateline.transforms.quotes.languages.detection import (
    is_long_enough,
    is_spoken,
    kind_of,
    word_count,
)


def kept(language: str, text: str) -> bool:
    sentence = read(language, text)
    index = next(i for i, word in enumerate(sentence.words) if word.quoted)
    attributed = sentence.attribute(index)
    rule = "none" if attributed is None else attributed.link.value
    words = sentence.words
    return is_spoken(words, index, grammar(language)) and is_long_enough(words, index, rule)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "«Да», — сказал Сомов.", True),
        ("ru", "ООО «Речной порт» заявило об убытках.", False),
        ("ru", "«Газпром» заявил об убытках.", False),
        ("ru", "Об этом сказал газете «Наши вести» Сомов.", False),
        ("ru", "Сомов назвал это «грубой ошибкой и позором».", True),
        ("ru", "Он сказал, что так называемый «новый порядок мира» провалился.", False),
        ("ru", "«Мы остались одни и никого больше не ждём.»", True),
        ("ru", "«Мы остались одни»", False),
        ("tr", "Kaya, “Böyle bir karar yok” dedi.", True),
        ("tr", "Kaya “Kayıp” filmini izledi.", False),
    ],
)
def test_whether_words_are_a_quotation(language: str, text: str, expected: bool) -> None:
    assert kept(language, text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Сомов сказал: «Мы остаёмся».", "direct"),
        ("«Мы остаёмся», — сказал Сомов.", "direct"),
        ("Сомов сказал, что «остаётся в городе навсегда».", "mixed"),
        ("Сомов сказал, что это «Большая ошибка» властей.", "mixed"),
    ],
)
def test_kind(text: str, expected: str) -> None:
    sentence = read("ru", text)
    index = next(i for i, word in enumerate(sentence.words) if word.quoted)
    assert kind_of(sentence.words, index, grammar("ru")) == expected


def test_words_are_counted_with_hyphens() -> None:
    assert word_count("Кто-то сказал: «Нет!»") == 3
