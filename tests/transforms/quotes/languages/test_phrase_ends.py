import pytest
from made_sentences_of_languages import grammar, sentences_of

from dateline.transforms.quotes.languages.names import NameReader
from dateline.transforms.quotes.languages.phrase_ends import PhraseEnds, is_named_thing


@pytest.mark.parametrize(
    ("language", "text", "phrase"),
    [
        ("ru", "глава палестинской делегации на встрече Сами Хадид вчера", "встрече Сами Хадид"),
        ("ru", "лидер Движения против шума Иван Сомов в эфире", "шума Иван Сомов"),
        ("ru", "министр обороны сегодня", "министр обороны"),
        ("ru", "директор завода «Прометей» Иван Сомов", "«Прометей» Иван Сомов"),
        ("fr", "ministre de la Culture Anne Lys à Paris", "la Culture Anne Lys"),
        ("de", "Sprecher der Polizei Max Müller am Montag", "der Polizei Max Müller"),
        ("de", "Max Müller der Zeitung", "Max Müller"),
        ("hy", "Արա Տիտանյանը Ֆեյսբուքի էջում", "Արա Տիտանյանը"),
        ("es", "Von der Leyen en la carta", "Von der Leyen"),
    ],
)
def test_where_a_phrase_ends(language: str, text: str, phrase: str) -> None:
    (words,) = sentences_of(language, text)
    end = PhraseEnds(words, grammar(language), NameReader(words, grammar(language))).end(
        0, len(words)
    )
    assert text[: words[end - 1].end].endswith(phrase)


def test_a_short_stretch_without_full_stop_can_be_a_name() -> None:
    (words,) = sentences_of("ru", "завод «Прометей» и «Мы остаёмся здесь все до одного»")
    assert [is_named_thing(word) for word in words] == [False, True, False, False]
