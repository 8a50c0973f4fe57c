import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sentences_of_languages import grammar, sentences_of, texts

from dateline.transforms.quotes.languages.words import LONGEST_SENTENCE, read_sentences


def kinds(language: str, text: str) -> list[str]:
    return [word.kind for row in sentences_of(language, text) for word in row]


def test_an_expression_is_one_word() -> None:
    assert kinds("ru", "По словам Сомова") == ["according_before", "name"]
    assert kinds("az", "o qeyd edib") == ["pronoun", "speech_verb"]


def test_a_quotation_is_one_word() -> None:
    assert kinds("ru", "Он сказал: «Мы здесь».") == [
        "pronoun",
        "speech_verb",
        "colon",
        "quotation",
        "stop",
    ]


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("ru", "Мы ушли. Они остались.", 2),
        ("ru", "Это И. Петров. Он тут.", 2),
        ("ru", "В 2020 г. Петров ушёл.", 1),
        ("ru", "«Мы ушли?» — спросил он. Да.", 2),
        ("ru", "«Мы ушли». Он остался.", 2),
        ("hy", "Նա ասաց. «Այո»: Հետո գնաց:", 2),
        ("tr", "“Geldik.” Herkes sustu.", 2),
    ],
)
def test_sentences_end_where_the_language_ends_them(language: str, text: str, count: int) -> None:
    assert len(sentences_of(language, text)) == count


def test_an_ending_that_is_set_off_is_known() -> None:
    (words,) = sentences_of("tr", "Fidan'ın sözcüsü")
    assert words[0].has_suffix
    assert words[0].stem_end == len("Fidan")
    assert not words[1].has_suffix


def test_a_sentence_without_end_is_cut() -> None:
    rows = sentences_of("ru", "слово " * (LONGEST_SENTENCE + 5))
    assert [len(row) for row in rows] == [LONGEST_SENTENCE, 5]


@given(st.text(alphabet="абвАБ «»—,.:!?'’-\u0301", max_size=60))
def test_words_stand_in_order_where_they_say(text: str) -> None:
    at = 0
    for row in read_sentences(text, 0, len(text), (), grammar("ru")):
        for word in row:
            assert at <= word.start < word.end <= len(text)
            at = word.end


def test_texts_are_as_written() -> None:
    (words,) = sentences_of("hy", "ԱԳՆ-ին ասաց")
    assert texts(words) == ["ԱԳՆ-ին", "ասաց"]
