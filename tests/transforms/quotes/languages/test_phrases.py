import pytest
from made_sentences_of_languages import read, sentences_of

from dateline.transforms.quotes.languages.phrases import is_named_thing


def first(language: str, text: str) -> tuple[str, str] | None:
    """The first phrase of a text that can be a subject, and the name in it."""
    reader = read(language, text)
    phrase = reader.phrases.first_in(0, len(reader.words))
    if phrase is None:
        return None
    words = [word.text for word in reader.words]
    return " ".join(words[phrase.first : phrase.last]), " ".join(words[phrase.name : phrase.last])


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "губернатор области Иван Сомов", ("губернатор области Иван Сомов", "Иван Сомов")),
        ("ru", "глава МИД Армении Арам Сосян", ("глава МИД Армении Арам Сосян", "Арам Сосян")),
        ("ru", "мэр Заречного Павел Ермолин", ("мэр Заречного Павел Ермолин", "Павел Ермолин")),
        ("ru", "министр культуры вчера", ("министр культуры", "")),
        ("ru", "в Москве журналистам Сомов", ("Сомов", "Сомов")),
        ("ru", "он", ("он", "")),
        ("ru", "вчера вечером", None),
        (
            "hy",
            "տրանսպորտի նախարար Արամ Սոսյանը",
            ("տրանսպորտի նախարար Արամ Սոսյանը", "Արամ Սոսյանը"),
        ),
        (
            "az",
            "nəqliyyat naziri Rəşad Quliyev",
            ("nəqliyyat naziri Rəşad Quliyev", "Rəşad Quliyev"),
        ),
        ("tr", "Fidan'ın sözcüsü Derya Kaya", ("Fidan'ın sözcüsü Derya Kaya", "Derya Kaya")),
        ("tr", "AA'ya", None),
    ],
)
def test_the_first_phrase(language: str, text: str, expected: tuple[str, str] | None) -> None:
    assert first(language, text) == expected


def test_a_word_that_opens_a_sentence_gives_way_to_a_name() -> None:
    assert first("ru", "Поздно вечером Иван Сомов") == ("Иван Сомов", "Иван Сомов")


def test_a_short_stretch_without_full_stop_can_be_a_name() -> None:
    (words,) = sentences_of("ru", "завод «Прометей» и «Мы остаёмся здесь все до одного»")
    assert [is_named_thing(word) for word in words] == [False, True, False, False]
