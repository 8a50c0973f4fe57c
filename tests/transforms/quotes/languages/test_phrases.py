import pytest
from made_sentences_of_languages import read


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


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("es", "la ministra de Transportes, Clara Moreno, en Madrid", "Clara Moreno"),
        ("fa", "مدیر بندر، کامران نصیری، گفت", "کامران نصیری"),
        ("es", "la ministra de Transportes, en Madrid", ""),
    ],
)
def test_a_name_behind_the_comma_belongs_to_its_title(language: str, text: str, name: str) -> None:
    found = first(language, text)
    assert found is not None
    assert found[1] == name


def test_a_label_is_all_of_the_words_before_a_colon() -> None:
    reader = read("az", "Siyasi şərhçi Fuad Nəbiyev: “Danışıqlar uzun çəkəcək”.")
    assert reader.phrases.label(4) is not None
    reader = read("az", "Fuad gəldi və Nəbiyev: “Danışıqlar uzun çəkəcək”.")
    assert reader.phrases.label(4) is None
