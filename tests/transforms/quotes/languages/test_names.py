import pytest
from made_sentences_of_languages import grammar, sentences_of

from dateline.transforms.quotes.languages.names import NameReader


def name_in(language: str, text: str) -> str:
    """The name proper in a noun phrase that is the whole text."""
    (words,) = sentences_of(language, text)
    start = NameReader(words, grammar(language)).start(0, len(words))
    return " ".join(word.text for word in words[start:])


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("ru", "глава МИД России Иван Сомов", "Иван Сомов"),
        ("ru", "президент Путин", "Путин"),
        ("ru", "глава NZ Post Иван Сомов", "Иван Сомов"),
        ("fr", "la ministre des Transports Claire Morin", "Claire Morin"),
        ("es", "el portavoz de Pedro Sala", ""),
        ("fr", "le maire Charles de Vaux", "Charles de Vaux"),
        ("de", "der Virologe Jan Hartung", "Jan Hartung"),
        ("de", "Ursula van Dyk", "Ursula van Dyk"),
        ("fa", "وزیر امور خارجه ایران علی نوری", "علی نوری"),
        ("ar", "الرئيس المصري حسن الربيعي", "حسن الربيعي"),
        ("ar", "وزير الخارجية الأردني فارس القاضي", "فارس القاضي"),
        ("ka", "გუნდის მეკარემ ლუკა მაისურაძემ", "ლუკა მაისურაძემ"),
    ],
)
def test_a_name_begins_behind_what_describes_its_bearer(
    language: str, text: str, name: str
) -> None:
    assert name_in(language, text) == name


def test_acronyms() -> None:
    (words,) = sentences_of("ru", "МИДа Мид А. мид")
    reader = NameReader(words, grammar("ru"))
    assert [reader.is_acronym(index) for index in range(len(words))][:3] == [True, False, False]


@pytest.mark.parametrize(("word", "ending"), [("Заречного", "ого"), ("Иванов", ""), ("Анна", "а")])
def test_endings_of_a_genitive(word: str, ending: str) -> None:
    (words,) = sentences_of("ru", word)
    assert NameReader(words, grammar("ru")).ends_like_genitive(0) == ending
